import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import bundled, { packagesBuilt } from '../../harness/bundled.mjs';
import { fromNpm } from '../../harness/from-npm.mjs';
import { unpacked } from './debian.mjs';
import { bootAdminBuilt, foreignProvidersBuilt, javaBuilt } from './java-build.mjs';
import { ensured } from '../../../tools/debian.mjs';

const root = join(import.meta.dirname, '..', '..', '..');

/** The two published clients, and the packages that their own tests need. */
const npmClients = [
  'eureka-js-client@4.5.0',
  '@rocketsoftware/eureka-js-client@4.5.9',
  'mocha@11.7.4',
  'chai@3.5.0',
];

/**
 * Bundles our six apps, builds the packages, and installs the foreign programs in a cache, where a
 * second run finds them.
 */
export default function installed() {
  const cache = (process.env.PEERS_CACHE ??= join(root, 'node_modules', '.cache', 'eureka-nest-peers'));
  mkdirSync(cache, { recursive: true });
  bundled();
  packagesBuilt();
  ensured({ programs: ['java'], from: ['openjdk-17-jdk-headless'] });
  ensured({ programs: ['keytool'], from: ['openjdk-17-jdk-headless'] });
  ensured({ programs: ['openssl'], from: ['openssl'] });
  unpacked('prometheus', cache);
  unpacked('victoria-metrics', cache);
  for (const train of ['spring-cloud', 'hoxton']) javaBuilt(train, cache);
  foreignProvidersBuilt(cache);
  bootAdminBuilt(cache);
  fromNpm('the npm clients', join(cache, 'npm'), npmClients);
}
