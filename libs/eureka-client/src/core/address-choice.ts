/** One address of one network interface, as Node lists them. */
export interface InterfaceAddress {
  readonly address: string;
  readonly family: string;
  readonly internal: boolean;
}

/** In the order of their indexes, as the system lists them. */
export type Interfaces = Readonly<Record<string, readonly InterfaceAddress[] | undefined>>;

/** Java: org.springframework.cloud.commons.util.InetUtilsProperties */
export interface AddressFilters {
  /** Patterns of interface names to pass over. */
  readonly ignoredInterfaces: readonly string[];
  /** Patterns, or beginnings, of the addresses that may be taken. */
  readonly preferredNetworks: readonly string[];
  /** Private addresses alone (10.*, 172.16.* to 172.31.*, 192.168.*). */
  readonly useOnlySiteLocalInterfaces: boolean;
}

export interface AddressChoice {
  readonly address: string;
  /** To be read after "because". */
  readonly why: string;
  /** What is doubtful about it. */
  readonly warning?: string;
}

/**
 * The address by which others reach this machine: on the first interface, the last IPv4 address that passes the filters.
 * Java: InetUtils.findFirstNonLoopbackHostInfo
 *
 * QUIRK(InetUtils.findFirstNonLoopbackAddress): with `useOnlySiteLocalInterfaces` the preferred networks are not looked at.
 */
export function chooseAddress(interfaces: Interfaces, filters: AddressFilters): AddressChoice {
  for (const [name, addresses = []] of Object.entries(interfaces)) {
    if (filters.ignoredInterfaces.some((pattern) => new RegExp(`^(?:${pattern})$`).test(name))) continue;
    const found = addresses.findLast(
      ({ address, family, internal }) => family === 'IPv4' && !internal && passes(address, filters),
    );
    if (!found) continue;
    const why = `${name} is the first network interface with an address${filtered(filters) ? ' that was asked for' : ''}`;
    return { address: found.address, why, ...doubtful(name, found.address) };
  }
  return {
    address: '127.0.0.1',
    why: `no network interface has an address${filtered(filters) ? ' that was asked for' : ''}`,
    warning: 'only programs on this machine can reach it: set eureka.instance.ip-address',
  };
}

function passes(address: string, filters: AddressFilters): boolean {
  if (filters.useOnlySiteLocalInterfaces) return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(address);
  const { preferredNetworks } = filters;
  return (
    preferredNetworks.length === 0 ||
    preferredNetworks.some(
      (pattern) => address.startsWith(pattern) || new RegExp(`^(?:${pattern})$`).test(address),
    )
  );
}

const filtered = (filters: AddressFilters): boolean =>
  filters.useOnlySiteLocalInterfaces ||
  filters.preferredNetworks.length > 0 ||
  filters.ignoredInterfaces.length > 0;

/** Where containers are connected among themselves: others cannot reach an address there. */
function doubtful(name: string, address: string): { warning?: string } {
  if (/^(docker|br-|veth|virbr|cni|flannel|cbr|podman|lxcbr|lxdbr)/.test(name))
    return {
      warning: `${name} looks like a bridge of containers, which other machines do not reach: set eureka.instance.ip-address, or spring.cloud.inetutils.ignored-interfaces`,
    };
  if (address.startsWith('169.254.'))
    return { warning: `${address} was given by no network: set eureka.instance.ip-address` };
  return {};
}
