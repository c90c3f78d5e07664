/** Documents of the wire, as far as the checks need them; independent of Eureka Nest's codecs. */
export interface WireInstance {
  readonly instanceId?: string;
  readonly hostName: string;
  readonly app: string;
  readonly ipAddr: string;
  readonly sid?: string;
  readonly status: string;
  readonly overriddenStatus: string;
  readonly port: { readonly $: unknown; readonly '@enabled': unknown };
  readonly securePort: { readonly $: unknown; readonly '@enabled': unknown };
  readonly countryId: number;
  readonly dataCenterInfo: {
    readonly '@class': string;
    readonly name: string;
    readonly metadata?: Readonly<Record<string, string>>;
  };
  readonly leaseInfo: Readonly<Record<string, number>>;
  readonly metadata: Readonly<Record<string, string>>;
  readonly vipAddress?: string;
  readonly secureVipAddress?: string;
  readonly isCoordinatingDiscoveryServer: unknown;
  readonly lastUpdatedTimestamp: unknown;
  readonly lastDirtyTimestamp: unknown;
  readonly actionType: string;
}

export interface WireApplication {
  readonly name: string;
  readonly instance: readonly WireInstance[];
}

export interface WireApplications {
  readonly versions__delta: string;
  readonly apps__hashcode: string;
  readonly application: readonly WireApplication[];
}

export interface WireItemResponse {
  readonly statusCode: number;
  readonly responseEntity?: WireInstance;
}

/**
 * Reads a list. Some servers write a list of one as its element; one check covers that, others
 * accept it.
 */
export const asList = <T>(list: readonly T[] | T | undefined): readonly T[] =>
  list === undefined ? [] : ([list].flat() as readonly T[]);

export const listedStatuses = ({ application }: WireApplications): readonly string[] =>
  application.flatMap(({ instance }) => instance).map(({ status }) => status);

/** `apps__hashcode` by the protocol: the number of instances in each status, sorted by name. */
export function expectedHashCode(statuses: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, count]) => `${status}_${count}_`)
    .join('');
}
