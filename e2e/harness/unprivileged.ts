import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * What starts a process so that port 80 is refused to it with EACCES, as to an ordinary user on Linux.
 * The kernel refuses by itself where it can: a user without rights needs nothing, root gives the one right away.
 * Where everyone may have port 80 (macOS, Windows, most containers), a preload refuses it in the kernel's words.
 */
export function withoutPort80(): {
  readonly through: readonly string[];
  readonly env: Record<string, string>;
} {
  if (firstFreeForAll() <= 80) return { through: [], env: { NODE_OPTIONS: `--import ${preload}` } };
  if (process.getuid?.() !== 0) return { through: [], env: {} };
  return {
    through: ['setpriv', '--bounding-set=-net_bind_service', '--inh-caps=-net_bind_service'],
    env: {},
  };
}

const preload = pathToFileURL(join(__dirname, 'refuse-port-80.mjs')).href;

/** The first port that Linux gives to everyone; 0 on systems that do not know the idea. */
function firstFreeForAll(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  } catch {
    return 0;
  }
}
