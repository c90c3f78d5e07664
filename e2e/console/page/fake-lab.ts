import type { LabEvents, LabHello } from '@eureka-nest/protocol/console';

export interface FakeLabOptions {
  readonly now: () => number;
  readonly startedAt: number;
  readonly hostile?: string | undefined;
}

/** Data that the lab would send, made up. */
export function fakeLab({ now, startedAt, hostile }: FakeLabOptions) {
  return {
    lab: (): LabHello => ({
      token: 'lab-token',
      timings: 'fast',
      processes: [
        { name: 'eureka-7001', kind: 'registry', port: 7001, state: 'running', pid: 4101, since: startedAt },
        { name: 'eureka-7002', kind: 'registry', port: 7002, state: 'running', pid: 4102, since: startedAt },
        {
          name: 'payment-provider-8001',
          kind: 'provider',
          port: 8001,
          state: 'running',
          pid: 4103,
          since: startedAt,
        },
        {
          name: 'payment-provider-8002',
          kind: 'provider',
          port: 8002,
          state: 'running',
          pid: 4104,
          since: startedAt,
          behaviour: { delayMs: 2_000 },
        },
        {
          name: 'payment-provider-8003',
          kind: 'provider',
          port: 8003,
          state: 'killed',
          since: now() - 8_000,
        },
        {
          name: 'order-consumer-80',
          kind: 'consumer',
          port: 80,
          state: 'running',
          pid: 4106,
          since: startedAt,
        },
      ],
    }),
    labEvents: (): readonly (readonly [name: keyof LabEvents, data: unknown])[] => [
      ...Array.from(
        { length: 12 },
        (_, index) =>
          [
            'call',
            {
              number: index + 1,
              at: now() - (12 - index) * 300,
              ms: 5 + index,
              ...(index === 5 ? { error: 'connection refused' } : { status: 200, port: 8001 + (index % 3) }),
              sinceChangeMs: index * 300,
            },
          ] as const,
      ),
      ['log', { at: now(), name: 'payment-provider-8003', line: hostile ?? 'killed (SIGKILL)' }],
    ],
  };
}
