import { createRequire } from 'node:module';

// A service as the README of eureka-js-client describes it; prints its events.
const [folder, app, port, ...serviceUrls] = process.argv.slice(2);
const { Eureka } = createRequire(import.meta.url)(folder);

const client = new Eureka({
  instance: {
    app,
    instanceId: `${app}${port}`,
    hostName: 'localhost',
    ipAddr: '127.0.0.1',
    port: { $: Number(port), '@enabled': true },
    vipAddress: `${app}.vip`,
    dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
  },
  eureka: {
    serviceUrls: { default: serviceUrls },
    heartbeatInterval: 500,
    registryFetchInterval: 500,
    requestRetryDelay: 50,
  },
});

for (const event of ['registered', 'heartbeat', 'deregistered']) client.on(event, () => console.log(event));
client.on('registryUpdated', () => {
  const ports = (instances) => instances.map(({ port: { $: number } }) => number).join(' ');
  console.log(`by app ${ports(client.getInstancesByAppId(app))}`);
  console.log(`by vip ${ports(client.getInstancesByVipAddress(`${app}.vip`))}`);
});
process.once('SIGTERM', () => client.stop(() => process.exit()));
client.start();
