import type {
  ConsoleActivity,
  ConsoleComparison,
  ConsoleConsumer,
  ConsoleEvents,
  ConsoleInstance,
  ConsoleSelfPreservation,
  ConsoleStatus,
} from '@eureka-nest/protocol/console';
import { fakeLab } from './fake-lab.js';

export interface FakeOptions {
  /** Number of instances; 4 are the course's three providers and its consumer. */
  readonly instances?: number;
  /** Text that is put into every field, to see whether it is escaped. */
  readonly hostile?: string;
  readonly isPreserving?: boolean;
  /** Milliseconds by which this registry's clock is wrong. */
  readonly clockOff?: number;
}

const statuses: readonly ConsoleStatus[] = [
  'UP',
  'UP',
  'UP',
  'UP',
  'UP',
  'UP',
  'DOWN',
  'OUT_OF_SERVICE',
  'STARTING',
];
const words = [
  'BILLING',
  'INVENTORY',
  'SHIPPING',
  'SEARCH',
  'ACCOUNTS',
  'RECOMMENDATION',
  'CATALOGUE',
  'GATEWAY',
];

export type FakeCluster = ReturnType<typeof fakeCluster>;

/** Data that a registry would send to the console, made up. */
export function fakeCluster({ instances: size = 4, hostile, isPreserving, clockOff = 0 }: FakeOptions) {
  const now = () => Date.now() + clockOff;
  const startedAt = now() - 3_725_000;
  const make = (app: string, id: string, given: Partial<ConsoleInstance> = {}): ConsoleInstance => {
    const renewedAt = now() - ((id.length * 7 + Number(given.port ?? 0) * 13) % 29) * 1_000;
    return {
      key: `${app}/${id}`,
      app,
      id,
      host: hostile ?? 'localhost',
      ip: hostile ?? '192.168.1.7',
      status: 'UP',
      ownStatus: given.status ?? 'UP',
      zone: hostile ?? 'zone-a',
      version: hostile ?? '1.4.2',
      vip: app,
      metadata: hostile ? { [hostile]: hostile } : { 'management.port': '9090', weight: '2' },
      homePageUrl: hostile ? 'javascript:document.title="harmed"' : `http://localhost:${given.port}/`,
      statusPageUrl: `http://localhost:${given.port}/actuator/info`,
      healthCheckUrl: `http://localhost:${given.port}/actuator/health`,
      registeredAt: startedAt + 4_000,
      upSince: startedAt + 5_000,
      renewedAt,
      leaseMs: 90_000,
      renewalMs: 30_000,
      expiresAt: renewedAt + 180_000,
      dirtyAt: startedAt,
      changedAt: startedAt + 5_000,
      isConnected: true,
      ...given,
    };
  };
  const instances = new Map<string, ConsoleInstance>();
  const put = (each: ConsoleInstance) => instances.set(each.key, each);
  const providers = [8001, 8002, 8003].map((port) =>
    make('CLOUD-PAYMENT-SERVICE', hostile ? `${port}${hostile}` : `payment${port}`, { port }),
  );
  providers.forEach(put);
  const consumer = make('CLOUD-ORDER-SERVICE', 'order80', { port: 80 });
  put(consumer);
  for (let number = 4; number < size; number++) {
    const status = statuses[(number * 7) % statuses.length]!;
    const app = `${words[number % 8]}-${Math.floor((number % 200) / 8)}`;
    const zone = `zone-${'abc'[number % 3]}`;
    put(
      make(app, `10-0-${number >> 8}-${number % 256}:${number}`, {
        port: 10_000 + (number % 50_000),
        status,
        zone,
      }),
    );
  }

  const selfPreservation = (): ConsoleSelfPreservation => {
    const expected = instances.size * 2;
    const received = isPreserving ? Math.floor(expected * 0.6) : expected;
    return {
      isEnabled: true,
      isOn: isPreserving ?? false,
      expectedClients: instances.size,
      expectedPerMinute: expected,
      thresholdPercent: 0.85,
      threshold: Math.floor(expected * 0.85),
      receivedLastMinute: received,
      receivedThisMinute: Math.floor(received / 3),
      missing: isPreserving ? Math.floor(expected * 0.85) - received + 1 : 0,
      ...(isPreserving && {
        banner:
          "EMERGENCY! EUREKA MAY BE INCORRECTLY CLAIMING INSTANCES ARE UP WHEN THEY'RE NOT. RENEWALS ARE LESSER THAN THRESHOLD AND HENCE THE INSTANCES ARE NOT BEING EXPIRED JUST TO BE SAFE.",
      }),
      expired: isPreserving ? [providers[2]!.key] : [],
      expiredCount: isPreserving ? 1 : 0,
      evictionLimit: Math.ceil(instances.size * 0.15),
      evictsFrom: 14,
    };
  };
  const call = (number: number) => ({
    service: 'CLOUD-PAYMENT-SERVICE',
    target: providers[number % 3]!.key,
    at: now() - (60 - number) * 900,
    ms: 4 + (number % 5),
    outcome: number % 23 === 11 ? ('failed' as const) : ('ok' as const),
  });
  const entry = (
    number: number,
    kind: ConsoleActivity['kind'],
    by: string,
    key?: string,
    detail: ConsoleActivity['detail'] = {},
  ): ConsoleActivity => ({ number, at: startedAt + number * 7_000, kind, by, detail, ...(key && { key }) });
  let calls = 60;

  return {
    instances,
    providers,
    consumer,
    now,
    put,
    hello: (): Omit<ConsoleEvents['hello'], 'actions'> => ({
      node: 'node-1',
      name: 'eureka-7001',
      url: 'http://localhost:7001/eureka/',
      version: '0.1.0',
      environment: 'test',
      datacenter: 'default',
      startedAt,
      now: now(),
      isReadOnly: false,
      history: Array.from({ length: 60 }, (_, index) => {
        const { expectedPerMinute, threshold } = selfPreservation();
        const dip = index > 34 && index < 41 ? 0.55 : 1 - ((index * 7) % 5) / 60;
        return {
          at: now() - (60 - index) * 60_000,
          received: Math.round(expectedPerMinute * dip),
          threshold,
        };
      }),
    }),
    state: (): ConsoleEvents['state'] => ({
      now: now(),
      selfPreservation: selfPreservation(),
      peers: [
        {
          index: 0,
          url: 'http://localhost:7002/eureka/',
          state: 'in-step',
          since: startedAt,
          queued: 0,
          lagMs: 3,
          lastContactAt: now() - 900,
          isOurs: true,
        },
        ...(size > 4
          ? [
              {
                index: 1,
                url: 'http://localhost:7003/eureka/',
                state: 'unreachable' as const,
                since: now() - 95_000,
                reason: hostile ?? 'connection refused (ECONNREFUSED)',
                queued: 214,
                oldestQueuedAt: now() - 95_000,
                lastContactAt: now() - 96_000,
                isOurs: false,
              },
            ]
          : []),
      ],
      readers: 3,
      memoryBytes: 61 << 20,
    }),
    activity: [
      entry(1, 'server', 'registry', undefined, { state: 'started' }),
      ...[...providers, consumer].map(({ key }, index) => entry(index + 2, 'registered', 'client', key)),
      entry(6, 'status', 'client', consumer.key, { from: 'STARTING', to: 'UP' }),
      entry(7, 'override', hostile ?? 'operator ada', providers[1]!.key, {
        from: 'UP',
        to: 'OUT_OF_SERVICE',
      }),
      entry(8, 'evicted', 'registry', 'CLOUD-PAYMENT-SERVICE/payment8004', {
        reason: 'no heartbeat for 184 s (lease 90 s)',
      }),
    ] as ConsoleActivity[],
    consumers: (): readonly ConsoleConsumer[] => [
      {
        key: consumer.key,
        calls: Array.from({ length: 50 }, (_, index) => call(index + calls - 50)),
        ejected: [],
        copyAgeMs: 240,
        registry: 'http://localhost:7001/eureka/',
      },
    ],
    /** The next call, of the rotation. */
    nextCall(): readonly ConsoleConsumer[] {
      calls++;
      return [{ key: consumer.key, calls: [{ ...call(calls), at: now() }], ejected: [], copyAgeMs: 180 }];
    },
    comparison: (): ConsoleComparison => ({
      peer: 'http://localhost:7002/eureka/',
      at: now(),
      here: 4,
      there: 4,
      total: 2,
      differences: [
        {
          key: providers[0]!.key,
          kind: 'status',
          here: { status: 'UP', dirtyAt: startedAt },
          there: { status: 'DOWN', dirtyAt: startedAt - 9_000 },
          newer: 'here',
        },
        {
          key: providers[2]!.key,
          kind: 'missing-there',
          here: { status: 'UP', dirtyAt: startedAt },
          newer: 'here',
        },
      ],
    }),
    ...fakeLab({ now, startedAt, hostile }),
  };
}
