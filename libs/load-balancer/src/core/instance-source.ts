/** One running copy of a service, as far as a caller needs to know it. */
export interface Candidate {
  readonly instanceId: string;
  readonly host: string;
  readonly port: number;
  /** Reached by https. */
  readonly secure?: boolean;
  /** Differs after each start of the instance: what was held against the one before then no longer counts. */
  readonly version?: number;
  /** UP, DOWN, OUT_OF_SERVICE ...; UP where the source does not say. */
  readonly status?: string;
  /** What it says about itself: `zone`, `weight`, `version` and whatever filters look at. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Instances that are not to be asked, and why: `{ why: 'DOWN', count: 2 }`. */
export interface LeftOut {
  readonly why: string;
  readonly count: number;
}

/** Whoever knows the instances: a Eureka client fits, and so does {@link fixedList}. Names are looked up whatever their case. */
export interface InstanceSource {
  /** The same array until something changed, where that is easy: what is worked out from it is kept as long. */
  instances(service: string): readonly Candidate[];
  /** The names that are known. */
  services(): readonly string[];
  /** Brings the knowledge up to date now; asked for when a name is not found. */
  refresh?(): Promise<void>;
  /** How old the knowledge is; absent while nothing is known. Told when nobody can be called. */
  readonly copyAgeMs?: number | undefined;
  /** Those that `instances` keeps to itself. Told when nobody can be called. */
  leftOut?(service: string): readonly LeftOut[];
}

/** A source that never changes: for specs, and for addresses that are known beforehand, as such or as URLs. */
export function fixedList(lists: Readonly<Record<string, readonly (Candidate | string)[]>>): InstanceSource {
  const byName = new Map(
    Object.entries(lists).map(([service, list]) => [service.toLowerCase(), asCandidates(list)]),
  );
  const none: readonly Candidate[] = [];
  return {
    instances: (service) => byName.get(service.toLowerCase()) ?? none,
    services: () => [...byName.keys()],
  };
}

const asCandidates = (list: readonly (Candidate | string)[]): readonly Candidate[] =>
  list.every((each) => typeof each !== 'string')
    ? list
    : list.map((each) => (typeof each === 'string' ? candidateOf(each) : each));

const url = /^(https?):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/;

/** `http://127.0.0.1:8001`, as a candidate whose id is its address. */
export function candidateOf(text: string): Candidate {
  const [, scheme, host = '', port] = url.exec(text) ?? [];
  if (!scheme)
    throw new TypeError(`${text} is not the address of an instance, such as http://127.0.0.1:8001`);
  const secure = scheme === 'https';
  const candidate = { host, port: Number(port ?? (secure ? 443 : 80)), ...(secure && { secure }) };
  return { instanceId: addressOf(candidate), ...candidate };
}

/** Where a candidate is, as the authority of a URL. */
export const addressOf = ({ host, port }: Pick<Candidate, 'host' | 'port'>): string =>
  `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;

/** This start of this candidate. */
export const startOf = (candidate: Candidate): string => `${addressOf(candidate)}#${candidate.version ?? ''}`;
