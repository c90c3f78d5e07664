import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * Command prefix and environment of a process that is refused port 80 with EACCES, as an ordinary
 * user on Linux is. If the kernel protects the port, root drops that one right and other users need
 * nothing. If any user may listen on port 80 (macOS, Windows, most containers), a preload imitates
 * the kernel.
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

/** The first port that Linux allows to every user; 0 on systems without that limit. */
function firstFreeForAll(): number {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8'));
  } catch {
    return 0;
  }
}
