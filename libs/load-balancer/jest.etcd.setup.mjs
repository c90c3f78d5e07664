import { ensured } from '../../tools/debian.mjs';

/** Debian's etcd. The suite starts servers of its own. */
export default function () {
  ensured({ programs: ['etcd'], from: ['etcd-server'] });
}
