/** One running copy of a service, as far as a caller needs to know it. */
export interface Candidate {
  readonly instanceId: string;
  readonly host: string;
  readonly port: number;
  /** True if the instance is called by https. */
  readonly secure?: boolean;
  /** Number that differs after each start: a restarted instance begins with a clean record. */
  readonly version?: number;
  /** UP, DOWN, OUT_OF_SERVICE ...; UP where the source does not say. */
  readonly status?: string;
  /** Rank, as in an SRV record: a higher number is called once no lower one can be; 0 if unset. */
  readonly priority?: number;
  /** Properties set by the instance: `zone`, `weight`, `version` and anything filters look at. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Number of instances that are withheld for one reason: `{ why: 'DOWN', count: 2 }`. */
export interface FilteredOut {
  readonly why: string;
  readonly count: number;
}

/** Lists the instances of services, whose names are not case-sensitive; a Eureka client fits. */
export interface InstanceSource {
  /** Instances of a service; the same array until something changes keeps derived data cached. */
  instances(service: string): readonly Candidate[];
  /** Names of the known services. */
  services(): readonly string[];
  /** Fetches the list now; the balancer calls it when a service has no instance that connects. */
  refresh?(): Promise<void>;
  /** Age of the list, undefined while there is none; reported by `NoInstanceError`. */
  readonly copyAgeMs?: number | undefined;
  /** Instances that `instances` withholds, by reason; reported by `NoInstanceError`. */
  filteredOut?(service: string): readonly FilteredOut[];
}

/** A source of addresses known in advance, as candidates or as URLs. */
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

/** A list without URLs stays the same array, so that its owner can change it. */
const asCandidates = (list: readonly (Candidate | string)[]): readonly Candidate[] =>
  list.every((each) => typeof each !== 'string')
    ? list
    : list.map((each) => (typeof each === 'string' ? candidateFromUrl(each) : each));

const baseUrl = /^(https?):\/\/(\[[^\]]+\]|[^:/]+)(?::(\d+))?\/?$/;

/** Turns `http://127.0.0.1:8001` into a candidate whose id is its address. */
export function candidateFromUrl(url: string): Candidate {
  const [, scheme, host = '', port] = baseUrl.exec(url) ?? [];
  if (!scheme) throw new TypeError(`${url} is not the address of an instance, such as http://127.0.0.1:8001`);
  const secure = scheme === 'https';
  const candidate = { host, port: Number(port ?? (secure ? 443 : 80)), ...(secure && { secure }) };
  return { instanceId: hostAndPort(candidate), ...candidate };
}

/** Address of a candidate as the authority of a URL; an IPv6 host gets brackets. */
export const hostAndPort = ({ host, port }: Pick<Candidate, 'host' | 'port'>): string =>
  `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;

/** Key of one start of an instance: its address and version. */
export const incarnationOf = (candidate: Candidate): string =>
  `${hostAndPort(candidate)}#${candidate.version ?? ''}`;

/** True if the instance is in the zone; zone names are not case-sensitive, as in Spring. */
export const isInZone = ({ metadata }: Candidate, zone: string): boolean =>
  metadata?.['zone']?.toLowerCase() === zone.toLowerCase();
