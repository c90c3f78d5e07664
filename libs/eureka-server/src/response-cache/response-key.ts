import type { WireForm } from '@eureka-nest/protocol';
import type { DocumentId } from './response-cache.js';

/** Key of a document in a form. Java: Key. Version 1 differs in full XML only. */
export function responseKey(document: DocumentId, { format, detail, version }: WireForm): string {
  const isV1 = version === 'v1' && format === 'xml' && detail === 'full';
  return `${format} ${detail} ${isV1 ? 'v1' : 'v2'} ${document.kind} ${'name' in document ? document.name : ''}`;
}
