import type { Explanation, EvictionReason } from './explanation.js';
import type { PeerState } from '../peers/peer-state.js';
import { html, type Html } from './html.js';

type Sentence = (explanation: Explanation) => Html;

/** Texts that Spring's dashboard does not have, in one language. */
export interface Messages {
  /** Language code, for `lang` and `Content-Language`. */
  readonly lang: string;
  /** Headings of the explanation's three lines. */
  readonly heads: readonly [sum: Html, meaning: Html, change: Html];
  readonly sum: Sentence;
  readonly meaning: Readonly<Record<EvictionReason, Sentence>>;
  readonly change: Readonly<Partial<Record<EvictionReason, Sentence>>>;
  /** State of a peer in a few words. */
  readonly peer: (state: PeerState) => string;
  readonly duplicateIds: {
    readonly title: string;
    readonly why: Html;
    readonly line: (parts: { app: Html; id: Html; addresses: readonly Html[]; at: string }) => Html;
    readonly more: (count: number) => string;
  };
}

/** A setting as written in TypeScript, and its name in an `application.yml`. */
export const settingName = (code: string, property: string): Html =>
  html`<code>${code}</code> (<code>${property}</code>)`;

/** Number with two decimals at most, as in `8.57`. */
export const roundedNumber = (value: number): number => Number(value.toFixed(2));

/** Product behind the threshold, as in `6.8`, and the threshold it is cut to, if that differs. */
export function thresholdProduct({ expectedClients, renewsPerClient, percent, threshold }: Explanation): {
  readonly exact: number;
  readonly cut?: number;
} {
  const exact = roundedNumber(expectedClients * renewsPerClient * percent);
  return exact === threshold ? { exact } : { exact, cut: threshold };
}

/** True if so many instances are enough as soon as they have been counted again. */
export const evictsLater = ({ instances, enoughInstances = Infinity }: Explanation): boolean =>
  instances >= enoughInstances;
