import { randomUUID } from 'node:crypto';

/** What servers of ours say of themselves with each request and answer between them; Java says nothing. */
export interface NodeFacts {
  /** Made anew by each process: by it a server knows itself, whatever address it is reached by. */
  readonly node?: string;
  /** Servers of another environment are somebody else's. */
  readonly environment?: string;
  /** Its own first copy is still to come. */
  readonly isSyncing?: boolean;
}

export const newNodeId = (): string => randomUUID();

const names = { node: 'eureka-nest-node', environment: 'eureka-nest-environment' } as const;
const syncing = 'eureka-nest-syncing';

/** As headers, which Java passes over. */
export const headersOf = ({ node, environment, isSyncing }: NodeFacts): Record<string, string> => ({
  ...(node !== undefined && { [names.node]: node }),
  ...(environment !== undefined && { [names.environment]: encodeURIComponent(environment) }),
  ...(isSyncing && { [syncing]: 'true' }),
});

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/** Whether a server of ours sent these. */
export const isOfOurs = (headers: Headers): boolean => headers[names.node] !== undefined;

export function factsIn(headers: Headers): NodeFacts {
  const { [names.node]: node, [names.environment]: environment, [syncing]: isSyncing } = headers;
  return {
    ...(typeof node === 'string' && { node }),
    ...(typeof environment === 'string' && { environment: decoded(environment) }),
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
