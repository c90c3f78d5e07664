import bundled from '../../harness/bundled.mjs';
import { ensured } from '../../../tools/debian.mjs';

/** Bundles the registries, and checks that network namespaces can be used. */
export default function installed() {
  ensured({ programs: ['ip'], from: ['iproute2'] });
  if (process.getuid?.() !== 0) throw new Error('network namespaces need root: run this suite as root');
  bundled();
}
