import type { ListedInstance } from '../core/registry/listed-instance.js';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Where an instance says that it can be called; undefined where it says nothing that can be tried. */
export function addressOf({ ipAddr, hostName, port, securePort }: ListedInstance): Address | undefined {
  const [open] = [port, securePort].filter(({ enabled }) => enabled);
  const host = ipAddr || hostName;
  if (!open || !host || !Number.isInteger(open.number) || open.number < 1 || open.number > 65_535) {
    return undefined;
  }
  return { host, port: open.number };
}

export const wordsOf = ({ host, port }: Address): string => `${host}:${port}`;
