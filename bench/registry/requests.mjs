// Requests of the current Spring client, byte for byte except names and addresses, for every
// server.
const instancesOfApp = 10;
/** Leases outlive the run, so that no eviction is measured. */
const leaseSecs = 86_400;
const dirtyTimestamp = 1_795_400_000_000;
const clientHeaders = (port) =>
  `Host: 127.0.0.1:${port}\r\nConnection: keep-alive\r\nUser-Agent: Apache-HttpClient/5.5.2 (Java/17.0.15)\r\n`;

const padded = (value, digits) => String(value).padStart(digits, '0');

/** Names of the instance with this number; an application has ten instances. */
export function namesOf(number) {
  const app = `BENCH-SERVICE-${padded(Math.floor(number / instancesOfApp), 5)}`;
  const ip = `10.${(number >> 16) & 255}.${(number >> 8) & 255}.${number & 255}`;
  return { app, ip, id: `${ip}:${app.toLowerCase()}:8080` };
}

/** @param change a word by which the change is found in a response */
export function instanceOf(number, change = 'none') {
  const { app, ip, id } = namesOf(number);
  const base = `http://${ip}:8080`;
  return {
    instanceId: id,
    app,
    appGroupName: null,
    ipAddr: ip,
    sid: 'na',
    homePageUrl: `${base}/`,
    statusPageUrl: `${base}/actuator/info`,
    healthCheckUrl: `${base}/actuator/health`,
    secureHealthCheckUrl: null,
    vipAddress: app.toLowerCase(),
    secureVipAddress: app.toLowerCase(),
    countryId: 1,
    dataCenterInfo: { '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo', name: 'MyOwn' },
    hostName: ip,
    status: 'UP',
    overriddenStatus: 'UNKNOWN',
    leaseInfo: {
      renewalIntervalInSecs: 30,
      durationInSecs: leaseSecs,
      registrationTimestamp: 0,
      lastRenewalTimestamp: 0,
      evictionTimestamp: 0,
      serviceUpTimestamp: 0,
    },
    isCoordinatingDiscoveryServer: false,
    lastUpdatedTimestamp: dirtyTimestamp - 2000,
    lastDirtyTimestamp: dirtyTimestamp,
    actionType: null,
    asgName: null,
    port: { $: 8080, '@enabled': 'true' },
    securePort: { $: 443, '@enabled': 'false' },
    metadata: {
      'management.port': '8081',
      'prometheus.path': '/actuator/prometheus',
      zone: `zone-${number % 3}`,
      version: '2.14.3-release',
      change,
    },
  };
}

export const register = (port, number, change) => registerAs(port, instanceOf(number, change));

export function registerAs(port, instance) {
  const body = JSON.stringify({ instance });
  return Buffer.from(
    `POST /eureka/apps/${instance.app} HTTP/1.1\r\nAccept-Encoding: gzip\r\nContent-Type: application/json\r\n` +
      `${clientHeaders(port)}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}

export function heartbeat(port, number) {
  const { app, id } = namesOf(number);
  return Buffer.from(
    `PUT /eureka/apps/${app}/${id}?status=UP&lastDirtyTimestamp=${dirtyTimestamp} HTTP/1.1\r\nContent-Type: application/json\r\n` +
      `Accept: application/json\r\nAccept-Encoding: gzip, x-gzip, deflate\r\n${clientHeaders(port)}Content-Length: 0\r\n\r\n`,
  );
}

export function cancel(port, number) {
  const { app, id } = namesOf(number);
  return Buffer.from(`DELETE /eureka/apps/${app}/${id} HTTP/1.1\r\n${clientHeaders(port)}\r\n`);
}

/** @param path such as `apps/` or `apps/delta` */
export function read(port, path, { format = 'json', gzip = true, isCompact = false } = {}) {
  return Buffer.from(
    `GET /eureka/${path} HTTP/1.1\r\nAccept: application/${format}\r\n` +
      `${isCompact ? 'X-Eureka-Accept: compact\r\n' : ''}` +
      `${gzip ? 'Accept-Encoding: gzip, x-gzip, deflate\r\n' : ''}${clientHeaders(port)}\r\n`,
  );
}
