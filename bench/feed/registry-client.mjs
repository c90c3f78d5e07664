import { Agent, request } from 'node:http';

/** Time in ms, by the clock that all processes of a machine share. */
export const now = () => Number(process.hrtime.bigint() / 1000n) / 1000;

const instanceOf = (id, metadata, { app, ipAddr = '10.0.0.1', port = 8080 }) => ({
  instance: {
    instanceId: id,
    app,
    hostName: '10.0.0.1',
    ipAddr,
    status: 'UP',
    port: { $: port, '@enabled': 'true' },
    dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
    vipAddress: app.toLowerCase(),
    homePageUrl: 'http://10.0.0.1:8080/',
    statusPageUrl: 'http://10.0.0.1:8080/actuator/info',
    healthCheckUrl: 'http://10.0.0.1:8080/actuator/health',
    lastDirtyTimestamp: String(Date.now()),
    metadata,
  },
});

/** Client that changes the registry, over one kept-alive connection. */
export class RegistryClient {
  #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  constructor(port) {
    this.port = port;
  }

  register(id, metadata = { 'management.port': '8080' }, { app = 'SHOP', ...address } = {}) {
    return this.#send('POST', app, 204, JSON.stringify(instanceOf(id, metadata, { app, ...address })));
  }

  /** Overrides a status; returns the time of sending. */
  async overrideStatus(id, status) {
    const sentAt = now();
    await this.#send('PUT', `SHOP/${id}/status?value=${status}`, 200);
    return sentAt;
  }

  /** Returns the response time in ms. */
  async heartbeat(id) {
    const sentAt = now();
    await this.#send('PUT', `SHOP/${id}`, 200);
    return now() - sentAt;
  }

  close() {
    this.#agent.destroy();
  }

  #send(method, path, expected, body) {
    const headers = {
      'content-type': 'application/json',
      ...(body && { 'content-length': Buffer.byteLength(body) }),
    };
    const url = { host: '127.0.0.1', port: this.port, path: `/eureka/apps/${path}`, method, headers };
    return new Promise((resolve, reject) => {
      const sent = request({ ...url, agent: this.#agent }, (response) => {
        response.resume().once('end', resolve);
        if (response.statusCode !== expected) reject(new Error(`${method} ${path}: ${response.statusCode}`));
      });
      sent.once('error', reject).end(body);
    });
  }
}
