// npm run mutation                        all of core/: seven minutes of CPU time, on two cores
// npm run mutation -- --mutate '<glob>'   less, such as 'libs/load-balancer/src/core/pool/*.ts'
// npm run mutation:report [<report.json>] [<earlier.json>]
//
// StrykerJS changes the product files of core/ in a copy of the tree, all changes in one build, and
// runs the specs that reach each change. The report is reports/mutation.json.
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mutated } from './cores.mjs';

export default {
  testRunner: 'core-specs',
  plugins: ['./tools/mutation/runner.mjs'],
  coverageAnalysis: 'perTest',
  mutate: mutated,
  ignorePatterns: ['dist', '.nx', 'apps', 'bench', 'data', 'e2e', 'reports'],
  concurrency: 2,
  // Ten seconds more than the specs take: a busy machine alone is no kill.
  timeoutMS: 10_000,
  warnings: { slow: false },
  // Outside the tree: the copy's documents and specs are not the project's.
  tempDirName: join(tmpdir(), 'eureka-nest-mutation'),
  cleanTempDir: 'always',
  reporters: ['progress-append-only', 'json'],
  jsonReporter: { fileName: 'reports/mutation.json' },
};
