import type { Resolver } from 'node:dns/promises';

interface Address {
  readonly address: string;
  readonly family: number;
}

/** Looks up all addresses of a host, like `lookup` of node:dns/promises; 0 is any family. */
export type AddressLookup = (
  host: string,
  options: { readonly all: true; readonly family: 0 | 4 | 6 },
) => Promise<readonly Address[]>;

/** A look-up that queries a resolver; IPv6 addresses of any family only if there is no IPv4 one. */
export function addressesFrom(resolver: Pick<Resolver, 'resolve4' | 'resolve6'>): AddressLookup {
  const six = async (host: string) => of(await resolver.resolve6(host), 6);
  return async (host, { family }) => {
    if (family === 6) return six(host);
    try {
      return of(await resolver.resolve4(host), 4);
    } catch (error) {
      if (family === 4 || (error as { code?: unknown }).code !== 'ENODATA') throw error;
      return six(host);
    }
  };
}

const of = (addresses: readonly string[], family: 4 | 6): readonly Address[] =>
  addresses.map((address) => ({ address, family }));
