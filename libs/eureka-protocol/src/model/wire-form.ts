/** What a document is written in: the wire knows two. */
export type WireFormat = 'json' | 'xml';

/** How much of an instance is told: `compact` leaves out what a caller of it does not need. Java: EurekaAccept */
export type Detail = 'full' | 'compact';

/** The form of an answer. Java: Key (type, version, EurekaAccept) */
export interface WireForm {
  readonly format: WireFormat;
  readonly detail: Detail;
  /** Version 1 knows three statuses alone: its full XML says `DOWN` for the others. */
  readonly version: 'v1' | 'v2';
}

export const contentTypeOf: Readonly<Record<WireFormat, string>> = {
  json: 'application/json',
  xml: 'application/xml',
};
