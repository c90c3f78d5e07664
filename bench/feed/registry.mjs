import { Agent, request } from 'node:http';

/** In ms, of the clock that all processes of a machine share. */
export const now = () => Number(process.hrtime.bigint() / 1000n) / 1000;

const instanceOf = (id, metadata, { ipAddr = '10.0.0.1', port = 8080 }) => ({
  instance: {
    instanceId: id,
    app: 'SHOP',
    hostName: '10.0.0.1',
    ipAddr,
    status: 'UP',
    port: { $: port, '@enabled': 'true' },
    dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
    vipAddress: 'shop',
    homePageUrl: 'http://10.0.0.1:8080/',
    statusPageUrl: 'http://10.0.0.1:8080/actuator/info',
    healthCheckUrl: 'http://10.0.0.1:8080/actuator/health',
    lastDirtyTimestamp: String(Date.now()),
    metadata,
  },
});

/** Who changes the registry, over one connection that is kept. */
export class Registry {
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(port) {
    this.port = port;
  }

  register(id, metadata = { 'management.port': '8080' }, at = {}) {
    return this.#ask('POST', 'SHOP', 204, JSON.stringify(instanceOf(id, metadata, at)));
  }

  /** Returns when that was sent. */
  async force(id, status) {
    const sentAt = now();
    await this.#ask('PUT', `SHOP/${id}/status?value=${status}`, 200);
    return sentAt;
  }

  /** Returns how long that took, in ms. */
  async heartbeat(id) {
    const sentAt = now();
    await this.#ask('PUT', `SHOP/${id}`, 200);
    return now() - sentAt;
  }

  close() {
    this.#agent.destroy();
  }

  #ask(method, path, wanted, body) {
    const headers = {
      'content-type': 'application/json',
      ...(body && { 'content-length': Buffer.byteLength(body) }),
    };
    const url = { host: '127.0.0.1', port: this.port, path: `/eureka/apps/${path}`, method, headers };
    return new Promise((resolve, reject) => {
      const asked = request({ ...url, agent: this.#agent }, (answer) => {
        answer.resume().once('end', resolve);
        if (answer.statusCode !== wanted) reject(new Error(`${method} ${path}: ${answer.statusCode}`));
      });
      asked.once('error', reject).end(body);
    });
  }
}
