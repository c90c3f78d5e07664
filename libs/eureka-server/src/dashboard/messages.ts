import type { Explanation, EvictionReason } from './explanation.js';
import type { PeerState } from '../peers/peer-state.js';
import { html, type Html } from './html.js';

type Sentence = (facts: Explanation) => Html;

/** What this page says beyond the original, in one language. */
export interface Messages {
  /** For `lang` and `Content-Language`. */
  readonly lang: string;
  /** Of the three lines: the sum, what it means, what would change it. */
  readonly heads: readonly [sum: Html, meaning: Html, change: Html];
  readonly sum: Sentence;
  readonly meaning: Readonly<Record<EvictionReason, Sentence>>;
  readonly change: Readonly<Partial<Record<EvictionReason, Sentence>>>;
  /** How a peer is, in a few words. */
  readonly peer: (state: PeerState) => string;
  readonly duplicateIds: {
    readonly title: string;
    readonly why: Html;
    readonly line: (parts: { app: Html; id: Html; addresses: readonly Html[]; at: string }) => Html;
    readonly more: (count: number) => string;
  };
}

/** How it is written in TypeScript, and its name in an `application.yml`. */
export const settingName = (written: string, property: string): Html =>
  html`<code>${written}</code> (<code>${property}</code>)`;

/** A number for people: `8.57`. */
export const roundedNumber = (value: number): number => Number(value.toFixed(2));

/** `6.8`, `6`; the second only where it differs. */
export function product({ expectedClients, renewsPerClient, percent, threshold }: Explanation): {
  readonly exact: number;
  readonly cut?: number;
} {
  const exact = roundedNumber(expectedClients * renewsPerClient * percent);
  return exact === threshold ? { exact } : { exact, cut: threshold };
}
