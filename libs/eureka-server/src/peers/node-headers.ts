import { randomUUID } from 'node:crypto';

/** What servers of ours say of themselves with each request and answer between them; Java says nothing. */
export interface NodeHeaders {
  /** Made anew by each process: by it a server knows itself, whatever address it is reached by. */
  readonly node?: string;
  /** Servers of another environment are somebody else's. */
  readonly environment?: string;
  /** Of its own clock, when it said so; epoch ms. */
  readonly time?: number;
  /** Of a clock that nobody sets, in ms from any beginning. */
  readonly uptime?: number;
  /** Its own first copy is still to come. */
  readonly isSyncing?: boolean;
}

/** As they were received. */
export interface PeerHeaders extends NodeHeaders {
  /** How much longer than usual that was under way: all ages in it are older by so much. */
  readonly lateMs?: number;
}

export const newNodeId = (): string => randomUUID();

const names = { node: 'eureka-nest-node', environment: 'eureka-nest-environment' } as const;
const syncing = 'eureka-nest-syncing';
const numbers = { time: 'eureka-nest-time', uptime: 'eureka-nest-uptime' } as const;

/** As headers, which Java passes over. */
export const headersOf = ({
  node,
  environment,
  time,
  uptime,
  isSyncing,
}: NodeHeaders): Record<string, string> => ({
  ...(node !== undefined && { [names.node]: node }),
  ...(environment !== undefined && { [names.environment]: encodeURIComponent(environment) }),
  ...(time !== undefined && { [numbers.time]: String(time) }),
  ...(uptime !== undefined && { [numbers.uptime]: String(uptime) }),
  ...(isSyncing && { [syncing]: 'true' }),
});

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whether a server of ours sent these. */
export const isOfOurs = (headers: Headers): boolean => headers[names.node] !== undefined;

export function factsIn(headers: Headers): NodeHeaders {
  const { [names.node]: node, [names.environment]: environment, [syncing]: isSyncing } = headers;
  const time = Number(headers[numbers.time] ?? NaN);
  const uptime = Number(headers[numbers.uptime] ?? NaN);
  return {
    ...(typeof node === 'string' && { node }),
    ...(typeof environment === 'string' && { environment: decoded(environment) }),
    ...(Number.isSafeInteger(time) && { time }),
    ...(Number.isSafeInteger(uptime) && { uptime }),
    isSyncing: isSyncing === 'true',
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
