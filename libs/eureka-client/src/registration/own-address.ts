import { hostname, networkInterfaces } from 'node:os';
import { type AddressChoice, type AddressFilters, chooseAddress } from '../core/address-choice.js';

/** Host name and address under which this machine registers. */
type Names = { readonly hostname: string; readonly ipAddress: string };

/**
 * Determines the host name and address of this machine.
 *
 * Better than Java: the name is the one that the machine has, without a DNS lookup, which may be
 * slow and return another one. (InetUtils.convertAddress takes `localhost` if its lookup takes over
 * a second.)
 */
export function ownAddress(
  given: AddressFilters & Partial<Names>,
  interfaces: ReturnType<typeof networkInterfaces> = networkInterfaces(),
  machineName: string = hostname() || 'localhost',
): Omit<AddressChoice, 'address'> & Names {
  const { hostname: name = machineName, ipAddress } = given;
  // A configured address gets no warning.
  if (ipAddress !== undefined) return { hostname: name, ipAddress, reason: 'it is configured' };
  const { address, ...choice } = chooseAddress(interfaces, given);
  return { hostname: name, ipAddress: address, ...choice };
}
