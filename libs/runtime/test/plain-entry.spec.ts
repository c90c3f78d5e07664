import { join } from 'node:path';
import { importedPackages } from '../src/testing/imported-packages.js';

describe('an entry point without Nest', () => {
  it.each(['http/index.ts', 'settings/index.ts', 'time/index.ts', 'tls/tls.ts'])(
    'imports no package: %s',
    (entry) => expect(importedPackages(join(__dirname, '../src', entry))).toEqual([]),
  );
});
