/** What a server sends, as far as the checks look at it. Written from the protocol, not from our codecs. */
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

export interface WireAnswer {
  readonly statusCode: number;
  readonly responseEntity?: WireInstance;
}

/** Some servers write a list of one as the one: a single check minds, the others read on. */
export const many = <T>(list: readonly T[] | T | undefined): readonly T[] =>
  list === undefined ? [] : ([list].flat() as readonly T[]);

export const statusesOf = ({ application }: WireApplications): readonly string[] =>
  application.flatMap(({ instance }) => instance).map(({ status }) => status);

/** `apps__hashcode` as the protocol defines it: how many there are of each status, in the order of their names. */
export function hashCodeOf(statuses: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [...counts]
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([status, count]) => `${status}_${count}_`)
    .join('');
}
