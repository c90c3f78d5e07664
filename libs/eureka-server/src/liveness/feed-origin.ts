import { isIP } from 'node:net';
import { networkInterfaces } from 'node:os';

/** True if an address belongs to the machine of this server. */
export type IsOwnAddress = (address: string) => boolean;

/**
 * True if a feed connection comes from the machine at a registered address. A host name never
 * matches, since it is not resolved. An instance on this server's machine may connect by loopback
 * and be registered by the machine's address, or the other way round.
 *
 * @param from address of the connection
 * @param registered host of the instance
 */
export function comesFrom(from: string, registered: string, isOwn: IsOwnAddress = isOwnAddress): boolean {
  const [one, other] = [plain(from), plain(registered)];
  if (isIP(one) === 0 || isIP(other) === 0) return false;
  return one === other || (isOwn(one) && isOwn(other));
}

/**
 * One spelling of an address. An IPv4 address that came over an IPv6 socket loses its prefix; a
 * scope is no part of it.
 */
function plain(address: string): string {
  const text = address
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/^::ffff:(?=\d+\.)/i, '')
    .replace(/%.*$/, '');
  return isIP(text) === 6 ? new URL(`http://[${text}]`).hostname.slice(1, -1) : text;
}

/** Age at which the list of this machine's addresses is read again. */
const MAX_AGE_MS = 5_000;
let own: { readonly addresses: ReadonlySet<string>; readonly readAt: number } | undefined;

/** True for a loopback address, and for one of a network interface of this machine. */
export function isOwnAddress(address: string): boolean {
  if (/^127\./.test(address) || address === '::1') return true;
  const now = performance.now();
  if (!own || now - own.readAt > MAX_AGE_MS) {
    const all = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
    own = { addresses: new Set(all.map((each) => plain(each.address))), readAt: now };
  }
  return own.addresses.has(address);
}
