import type { FilteredOut } from './instance-source.js';

/** Age from which on a list is suspicious: a Eureka client has then missed two fetches. */
const staleAfterMs = 90_000;

/** Text of a `NoInstanceError`: what is known about the service, and what to check. */
export function noInstanceMessage(
  service: string,
  known: readonly string[],
  filteredOut: readonly FilteredOut[],
  ageMs: number | undefined,
): string {
  const facts = filteredOut.map(({ why, count }) => `${count} filtered out: ${why}`);
  if (ageMs !== undefined) facts.push(listAge(ageMs));
  const inBrackets = facts.length > 0 ? ` (${facts.join('; ')})` : '';
  return `No instances available for ${service}: ${whatToCheck(service, known, filteredOut)}${inBrackets}`;
}

function whatToCheck(service: string, known: readonly string[], filteredOut: readonly FilteredOut[]): string {
  if (known.length === 0 && filteredOut.length === 0)
    return 'no service is known at all: is a registry running, and has its list been fetched?';
  const names = known.map((name) => name.toUpperCase());
  const wanted = service.toUpperCase();
  const list = `known services are ${names.join(', ')}`;
  if (filteredOut.length > 0)
    return `${known.length > 0 ? list : 'it is known'}, but its instances are filtered out: check their status and the balancer's filters`;
  if (names.includes(wanted)) return `${list}, but none of its instances is UP: is a provider running?`;
  const base = baseWithoutSlash(wanted, names);
  if (base !== undefined)
    return `${list}; a / is missing between the base http://${base} and the path ${service.slice(base.length)}`;
  return `${list}: is the name spelt like one of these, and has a provider registered under it?`;
}

/** Longest known name that the wanted one continues, as in `http://PAYMENTpayment/get`. */
const baseWithoutSlash = (wanted: string, names: readonly string[]): string | undefined =>
  names
    .filter((name) => wanted.startsWith(name) && /^[A-Z\d]/.test(wanted.slice(name.length)))
    .sort((a, b) => b.length - a.length)[0];

const listAge = (ageMs: number): string =>
  `the list is ${(ageMs / 1000).toFixed(0)} s old${ageMs > staleAfterMs ? ': does the registry respond?' : ''}`;
