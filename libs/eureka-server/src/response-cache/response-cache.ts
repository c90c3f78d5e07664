import type { WireForm, WireFormat } from '@eureka-nest/protocol';

/** What can be asked of a registry as a whole. Java: Key.EntityType and its name */
export type DocumentId =
  | { readonly kind: 'apps' | 'delta' }
  /** `app` in upper case; vips to the letter. */
  | { readonly kind: 'app' | 'vip' | 'svip'; readonly name: string };

/** A document, encoded; the same value as long as it is true, so both forms are made at most once. */
export interface EncodedResponse {
  readonly format: WireFormat;
  /** In bytes, plain. */
  readonly length: number;
  /** In order; never empty. */
  plain(): readonly Buffer[];
  gzip(): Buffer;
}

/** Who answers. A class, so that Nest knows it by name. */
export abstract class ResponseCache {
  /** Undefined where there is no such application; a vip that nobody has is an empty answer. */
  abstract get(asked: DocumentId, form: WireForm): EncodedResponse | undefined;
}
