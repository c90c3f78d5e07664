/** Format of a document. */
export type WireFormat = 'json' | 'xml';

/**
 * Number of fields per instance: `compact` omits what a caller does not need. Java: EurekaAccept
 */
export type Detail = 'full' | 'compact';

/** Form of a response body. Java: Key (type, version, EurekaAccept) */
export interface WireForm {
  readonly format: WireFormat;
  readonly detail: Detail;
  /** Version 1 has three statuses only: its full XML says `DOWN` for the others. */
  readonly version: 'v1' | 'v2';
}

export const contentTypeOf: Readonly<Record<WireFormat, string>> = {
  json: 'application/json',
  xml: 'application/xml',
};
