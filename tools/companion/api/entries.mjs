import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The packages whose API is part of the site, by folder. */
const packages = ['eureka-server', 'eureka-client', 'load-balancer', 'eureka-protocol'];

/**
 * The published entry points of these packages. An entry without declarations belongs to the
 * workspace alone.
 *
 * @returns {{ name: string, source: string }[]}
 */
export function publishedEntries() {
  return packages.flatMap((folder) => {
    const { name, exports } = JSON.parse(readFileSync(join('libs', folder, 'package.json'), 'utf8'));
    return Object.entries(exports).flatMap(([path, entry]) =>
      entry.types === undefined
        ? []
        : [
            {
              name: `${name}${path.slice(1)}`,
              source: join('libs', folder, entry['@eureka-nest/source']),
            },
          ],
    );
  });
}
