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
  /** True while the sender's initial sync is incomplete. */
  readonly isSyncing?: boolean;
}

const nodeHeader = 'eureka-nest-node';
const environmentHeader = 'eureka-nest-environment';
const timeHeader = 'eureka-nest-time';
const uptimeHeader = 'eureka-nest-uptime';
const syncingHeader = 'eureka-nest-syncing';

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

export const encodeNodeHeaders = ({
  node,
  environment,
  time,
  uptime,
  isSyncing,
}: NodeHeaders): Record<string, string> => ({
  ...(node !== undefined && { [nodeHeader]: node }),
  ...(environment !== undefined && { [environmentHeader]: encodeURIComponent(environment) }),
  ...(time !== undefined && { [timeHeader]: String(time) }),
  ...(uptime !== undefined && { [uptimeHeader]: String(uptime) }),
  ...(isSyncing && { [syncingHeader]: 'true' }),
});

/** Reads what {@link encodeNodeHeaders} wrote; a header that makes no sense is ignored. */
export function decodeNodeHeaders(headers: Headers): NodeHeaders {
  const { [nodeHeader]: node, [environmentHeader]: environment } = headers;
  const time = Number(headers[timeHeader] ?? NaN);
  const uptime = Number(headers[uptimeHeader] ?? NaN);
  return {
    ...(typeof node === 'string' && { node }),
    ...(typeof environment === 'string' && { environment: decodedOrAsIs(environment) }),
    ...(Number.isSafeInteger(time) && { time }),
    ...(Number.isSafeInteger(uptime) && { uptime }),
    isSyncing: headers[syncingHeader] === 'true',
  };
}

/** True if a server of this project sent these headers. */
export const hasNodeHeaders = (headers: Headers): boolean => headers[nodeHeader] !== undefined;

function decodedOrAsIs(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
