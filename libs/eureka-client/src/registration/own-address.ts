import { hostname, networkInterfaces } from 'node:os';
import { type AddressFilters, chooseAddress } from '../core/address-choice.js';

export interface OwnAddressOptions extends AddressFilters {
  readonly hostname?: string;
  readonly ipAddress?: string;
}

export interface OwnAddress {
  readonly hostname: string;
  readonly ipAddress: string;
  /** To be read after "because". */
  readonly why: string;
  readonly warning?: string;
}

/**
 * By which name and address others reach this machine.
 *
 * Better than Java: the name is the one the machine calls itself, and is not asked for at a name server, which may take its time and know
 * another one. (InetUtils.convertAddress looks the address up, and takes `localhost` when that takes longer than a second.)
 */
export function ownAddress(
  given: OwnAddressOptions,
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
  ownName: string = hostname() || 'localhost',
): OwnAddress {
  const { hostname: name = ownName, ipAddress } = given;
  // What was set was meant.
  if (ipAddress !== undefined) return { hostname: name, ipAddress, why: 'that address was set' };
  const { address, why, warning } = chooseAddress(interfaces, given);
  return { hostname: name, ipAddress: address, why, ...(warning && { warning }) };
}
