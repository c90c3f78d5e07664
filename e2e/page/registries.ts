import type { InstanceInfo, InstanceStatus } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { createApp, listeningPort } from '@eureka-nest/runtime';
import { RegistryService } from '@eureka-nest/server';
import { EurekaServerModule } from '@eureka-nest/server/nest';
import { get } from '../harness/http.js';
import { eventually } from '../harness/eventually.js';

export interface RegistryToSee {
  readonly url: string;
  readonly service: RegistryService;
  close(): Promise<void>;
}

/** Starts a registry whose start-up wait is over, so that it shows its warnings. */
export async function startRegistry(
  instances: readonly InstanceInfo[] = [],
  { heartbeats = 0, peers = [] as readonly string[], dashboardPath = '/' } = {},
): Promise<RegistryToSee> {
  const options = { port: 0, waitTimeWhenSyncEmptyMs: 1, peers, dashboardPath };
  const app = await createApp({
    name: 'page',
    imports: [EurekaServerModule.forRoot(options)],
    port: 0,
    host: '127.0.0.1',
    logLevel: 'error',
  });
  try {
    await app.listen(0, '127.0.0.1');
    const url = `http://127.0.0.1:${listeningPort(app.getHttpServer())}${dashboardPath}`;
    const service = app.get(RegistryService);
    // A registry knows the expected heartbeats only after it has contacted its peer.
    if (peers.length > 0) await eventually(async () => expect((await get(url)).text).toContain('(in step)'));
    fill(service, instances, heartbeats);
    return { url, service, close: () => app.close() };
  } catch (error) {
    await app.close();
    throw error;
  }
}

function fill(service: RegistryService, instances: readonly InstanceInfo[], heartbeats: number): void {
  for (const instance of instances) service.register(instance, 'client');
  for (let sent = 0; sent < heartbeats; sent++) {
    const { app, instanceId = '' } = instances[sent % instances.length]!;
    service.heartbeat(app, instanceId, { from: 'client' });
  }
  service.closeMinute();
}

/** Three providers and the consumer, as in the course. */
export const courseInstances: readonly InstanceInfo[] = [
  ...[8001, 8002, 8003].map((port) => anInstance({ port })),
  anInstance({ app: 'CLOUD-ORDER-SERVICE', port: 80, instanceId: 'order80' }),
];

const statuses: readonly InstanceStatus[] = ['UP', 'UP', 'UP', 'DOWN', 'OUT_OF_SERVICE', 'STARTING'];
const names = ['BILLING', 'INVENTORY', 'A-SERVICE-WITH-QUITE-A-LONG-NAME-AS-PEOPLE-HAVE', 'SHOP'];

/**
 * A realistic registry: long names, many statuses, clouds, a shared id; and one malicious instance.
 */
export const manyInstances: readonly InstanceInfo[] = [
  ...Array.from({ length: 120 }, (_, index) =>
    anInstance({
      app: `${names[index % 4]}-${index % 40}`,
      instanceId: `ip-10-0-${index}-7.eu-central-1.compute.internal:some-service:${8000 + index}`,
      port: 8000 + index,
      status: statuses[(index * 7) % 6],
      ...(index % 5 === 0 && {
        dataCenterInfo: {
          name: 'Amazon',
          metadata: { 'ami-id': `ami-0abcdef${index}`, 'availability-zone': 'eu-central-1a' },
        },
      }),
    }),
  ),
  ...['10.0.0.1', '10.0.0.2'].map((hostName) => anInstance({ app: 'SHARED', instanceId: 'web-1', hostName })),
  anInstance({
    app: 'HARM',
    instanceId: `"><script>document.title='harmed'</script><b style="color:red">${'x'.repeat(300)}`,
    statusPageUrl: `javascript:document.title='harmed'`,
  }),
];
