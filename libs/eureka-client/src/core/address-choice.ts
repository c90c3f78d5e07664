/** Address of a network interface, as Node's `networkInterfaces()` returns it. */
export interface InterfaceAddress {
  readonly address: string;
  readonly family: string;
  readonly internal: boolean;
}

/** Addresses by interface name, in the order in which the system lists the interfaces. */
type Interfaces = Readonly<Record<string, readonly InterfaceAddress[] | undefined>>;

/** Filters of Spring's `InetUtilsProperties`. */
export interface AddressFilters {
  /** Patterns of interface names to skip. */
  readonly ignoredInterfaces: readonly string[];
  /** Patterns or prefixes of acceptable addresses; empty accepts all. */
  readonly preferredNetworks: readonly string[];
  /** True to accept private addresses only (10.*, 172.16.* to 172.31.*, 192.168.*, fc00::/7). */
  readonly useOnlySiteLocalInterfaces: boolean;
}

export interface AddressChoice {
  readonly address: string;
  /** Clause that follows "because" in the log. */
  readonly reason: string;
  /** Reason why other machines may be unable to reach the address, and the setting that helps. */
  readonly warning?: string;
}

/**
 * Chooses the address under which this machine registers: the last IPv4 address that passes the
 * filters, of the first interface that has one. Java: InetUtils.findFirstNonLoopbackHostInfo
 *
 * Better than Java: a machine without a usable IPv4 address has its global IPv6 address, not the
 * loopback. If all IPv4 addresses are doubtful (link-local, of a container bridge), IPv6 comes
 * first.
 *
 * QUIRK(InetUtils.findFirstNonLoopbackAddress): `useOnlySiteLocalInterfaces` disables
 * `preferredNetworks`.
 */
export function chooseAddress(interfaces: Interfaces, filters: AddressFilters): AddressChoice {
  const wanted = hasFilters(filters) ? ' that passes the filters' : '';
  const v4 = candidatesIn(interfaces, filters, isIPv4, `an address${wanted}`);
  const v6 = candidatesIn(
    interfaces,
    filters,
    isGlobalIPv6,
    `a global IPv6 address${wanted}, and none has a usable IPv4 one`,
  );
  const isUsable = ({ warning }: AddressChoice) => warning === undefined;
  const found = v4.some(isUsable) ? v4[0] : (v6.find(isUsable) ?? v4[0] ?? v6[0]);
  return (
    found ?? {
      address: '127.0.0.1',
      reason: `no network interface has an address${wanted}`,
      warning: 'only this machine can reach it; set eureka.instance.ip-address',
    }
  );
}

/** The last acceptable address of each interface. */
function candidatesIn(
  interfaces: Interfaces,
  filters: AddressFilters,
  isCandidate: (each: InterfaceAddress) => boolean,
  wanted: string,
): readonly AddressChoice[] {
  return Object.entries(interfaces).flatMap(([name, addresses = []]) => {
    if (filters.ignoredInterfaces.some((pattern) => matches(pattern, name))) return [];
    const found = addresses.findLast(
      (each) => isCandidate(each) && !each.internal && passesFilters(each.address, filters),
    );
    if (!found) return [];
    const reason = `${name} is the first network interface with ${wanted}`;
    return [{ address: found.address, reason, ...addressWarning(name, found.address) }];
  });
}

const isIPv4 = ({ family }: InterfaceAddress): boolean => family === 'IPv4';

/** True for 2000::/3 and, in private networks, fc00::/7; not for a link-local address. */
const isGlobalIPv6 = ({ family, address }: InterfaceAddress): boolean =>
  family === 'IPv6' && /^([23]|f[cd])[0-9a-f]{2,3}:/i.test(address);

function passesFilters(address: string, filters: AddressFilters): boolean {
  if (filters.useOnlySiteLocalInterfaces)
    return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|f[cd])/i.test(address);
  const { preferredNetworks: wanted } = filters;
  return wanted.length === 0 || wanted.some((each) => address.startsWith(each) || matches(each, address));
}

const matches = (pattern: string, text: string) => new RegExp(`^(?:${pattern})$`).test(text);

const hasFilters = (filters: AddressFilters): boolean =>
  filters.useOnlySiteLocalInterfaces ||
  filters.preferredNetworks.length > 0 ||
  filters.ignoredInterfaces.length > 0;

/** Warns about container bridges and link-local addresses, which other machines cannot reach. */
function addressWarning(name: string, address: string): { warning?: string } {
  if (/^(docker|br-|veth|virbr|cni|flannel|cbr|podman|lxcbr|lxdbr)/.test(name))
    return {
      warning: `${name} looks like a container bridge; set eureka.instance.ip-address or spring.cloud.inetutils.ignored-interfaces`,
    };
  if (address.startsWith('169.254.')) return { warning: 'it is link-local; set eureka.instance.ip-address' };
  return {};
}
