import type { WireForm } from '@eureka-nest/protocol';
import type { DocumentId } from './response-cache.js';

/** The same for who asks for the same document. Java: Key. Version 1 differs in full XML alone. */
export function responseKey(asked: DocumentId, { format, detail, version }: WireForm): string {
  const isV1 = version === 'v1' && format === 'xml' && detail === 'full';
  return `${format} ${detail} ${isV1 ? 'v1' : 'v2'} ${asked.kind} ${'name' in asked ? asked.name : ''}`;
}
