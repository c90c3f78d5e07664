import type { WireForm, WireFormat } from '@eureka-nest/protocol';

/** Identifies a cached document. Java: Key.EntityType and its name */
export type DocumentId =
  | { readonly kind: 'apps' | 'delta' }
  /** Name of the application, in upper case, or of the vip, case-sensitive. */
  | { readonly kind: 'app' | 'vip' | 'svip'; readonly name: string };

/**
 * An encoded document. The cache returns the same object while the document is unchanged, so each
 * of its forms is made at most once.
 */
export interface EncodedResponse {
  readonly format: WireFormat;
  /** Size of the plain form, in bytes. */
  readonly length: number;
  /** Plain form in pieces, made one by one as they are taken; at least one. */
  plain(): Iterable<Buffer>;
  /** Gzipped form in pieces; at least one. */
  gzip(): readonly Buffer[];
}

export type MaybeLater<T> = T | Promise<T>;

/** Encoded responses to reads of applications, delta and vips. Java: ResponseCache */
export interface ResponseCache {
  /**
   * Response that shows every change made before this call; a promise if it takes more than a slice
   * to render. Undefined for an unknown application; an unknown vip is an empty document.
   */
  get(document: DocumentId, form: WireForm): MaybeLater<EncodedResponse | undefined>;
}
