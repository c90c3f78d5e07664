import { delimiter } from 'node:path';
import { ensured } from '../../tools/debian.mjs';

/** Debian's MariaDB server. The suites start servers of their own. */
export default function () {
  process.env.PATH += `${delimiter}/usr/sbin`;
  ensured({ programs: ['mariadbd', 'mariadb-install-db'], from: ['mariadb-server'] });
}
