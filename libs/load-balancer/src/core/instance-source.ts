/** One running copy of a service, as far as a caller needs to know it. */
export interface Candidate {
  readonly instanceId: string;
  readonly host: string;
  readonly port: number;
  /** Reached by https. */
  readonly secure?: boolean;
  /** Differs after each start of the instance: what was held against the one before then no longer counts. */
  readonly version?: number;
}

/** Whoever knows the instances: a Eureka client fits, and so does {@link fixedList}. Names are looked up whatever their case. */
export interface InstanceSource {
  instances(service: string): readonly Candidate[];
  /** The names that are known. */
  services(): readonly string[];
  /** Brings the knowledge up to date now; asked for when a name is not found. */
  refresh?(): Promise<void>;
}

/** A source that never changes: for specs, and for addresses that are known beforehand. */
export function fixedList(lists: Readonly<Record<string, readonly Candidate[]>>): InstanceSource {
  const byName = new Map(Object.entries(lists).map(([service, list]) => [service.toLowerCase(), list]));
  return {
    instances: (service) => byName.get(service.toLowerCase()) ?? [],
    services: () => [...byName.keys()],
  };
}

/** Where a candidate is, as the authority of a URL. */
export const addressOf = ({ host, port }: Candidate): string =>
  `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;

/** This start of this candidate. */
export const startOf = (candidate: Candidate): string => `${addressOf(candidate)}#${candidate.version ?? ''}`;
