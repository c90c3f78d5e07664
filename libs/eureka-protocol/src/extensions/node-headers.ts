/**
 * Facts about a server of this project, sent with every request and response between two of them.
 * Java's servers send none and ignore ours.
 */
export interface NodeHeaders {
  /** Id of the process, new at each start. A server recognizes itself by it under any address. */
  readonly node?: string;
  /** Servers of different environments do not replicate to each other. */
  readonly environment?: string;
  /** Wall clock of the sender; epoch ms. */
  readonly time?: number;
  /** Monotonic clock of the sender: ms since any fixed moment. */
  readonly uptime?: number;
  /** True while the sender may lack instances that live: it has just started. */
  readonly isSyncing?: boolean;
}

/**
 * Response header of a server that has just started and may lack instances that live, with the
 * value `true`: to its peers, and to any client that reads.
 */
export const syncingHeader = 'eureka-nest-syncing';

const names = {
  node: 'eureka-nest-node',
  environment: 'eureka-nest-environment',
  time: 'eureka-nest-time',
  uptime: 'eureka-nest-uptime',
  isSyncing: syncingHeader,
} as const satisfies Record<keyof NodeHeaders, string>;

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export const encodeNodeHeaders = (given: NodeHeaders): Record<string, string> => ({
  ...(given.node !== undefined && { [names.node]: given.node }),
  ...(given.environment !== undefined && { [names.environment]: encodeURIComponent(given.environment) }),
  ...(given.time !== undefined && { [names.time]: String(given.time) }),
  ...(given.uptime !== undefined && { [names.uptime]: String(given.uptime) }),
  ...(given.isSyncing && { [names.isSyncing]: 'true' }),
});

/** Reads what {@link encodeNodeHeaders} wrote; a header that makes no sense is ignored. */
export function decodeNodeHeaders(headers: Headers): NodeHeaders {
  const { [names.node]: node, [names.environment]: environment } = headers;
  const time = Number(headers[names.time] ?? NaN);
  const uptime = Number(headers[names.uptime] ?? NaN);
  return {
    ...(typeof node === 'string' && { node }),
    ...(typeof environment === 'string' && { environment: decodedOrAsIs(environment) }),
    ...(Number.isSafeInteger(time) && { time }),
    ...(Number.isSafeInteger(uptime) && { uptime }),
    isSyncing: headers[names.isSyncing] === 'true',
  };
}

/** True if a server of this project sent these headers. */
export const hasNodeHeaders = (headers: Headers): boolean => headers[names.node] !== undefined;

function decodedOrAsIs(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
