import { type Candidate, hostAndPort } from './instance-source.js';

/** Characters that end the host of a URL, are dropped from it, or make it a login. */
const noHostCharacter = /[\s/?#@\\]/;

/** True if a URL can be made of the candidate's address, which comes from outside. */
export function hasCallableAddress({ host, port }: Pick<Candidate, 'host' | 'port'>): boolean {
  if (typeof host !== 'string' || host === '' || noHostCharacter.test(host)) return false;
  const number = Number(port);
  const isPort = Number.isInteger(number) && number > 0 && number <= 65_535;
  return isPort && URL.canParse(`http://${hostAndPort({ host, port })}`);
}

/** The candidate's address in quotes, whatever it is, for log lines and errors. */
export const quotedAddress = ({ host, port }: Pick<Candidate, 'host' | 'port'>): string =>
  JSON.stringify(`${host}:${port}`.slice(0, 100));
