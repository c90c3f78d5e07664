import { post, type Call } from '../../harness/http.js';

/** Registers an instance of the app GUESTS, as a client would. */
export const registerInstance = (base: string, instanceId: string, headers?: Call['headers']) =>
  post(
    `${base}/eureka/apps/GUESTS`,
    {
      instance: {
        instanceId,
        app: 'GUESTS',
        hostName: 'localhost',
        ipAddr: '127.0.0.1',
        status: 'UP',
        port: { $: 8080, '@enabled': 'true' },
        dataCenterInfo: {
          '@class': 'com.netflix.appinfo.InstanceInfo$DefaultDataCenterInfo',
          name: 'MyOwn',
        },
      },
    },
    headers,
  );
