import { decodeNodeHeaders, encodeNodeHeaders, type NodeHeaders } from '@eureka-nest/protocol';

type Headers = Parameters<typeof decodeNodeHeaders>[0];

/**
 * Reason to refuse a request of a server that names another environment; undefined if it may be
 * served. Java's servers name none, and a name that no server of this project sends counts as none.
 */
export function foreignRefusal(headers: Headers, own: NodeHeaders): string | undefined {
  const { environment } = decodeNodeHeaders(headers);
  if (environment === undefined || environment === own.environment) return undefined;
  const encoded = Object.entries(encodeNodeHeaders({ environment }));
  if (encoded.some(([name, value]) => headers[name] !== value)) return undefined;
  return `this server belongs to environment ${own.environment}, the sender to ${environment} (eureka.environment)`;
}
