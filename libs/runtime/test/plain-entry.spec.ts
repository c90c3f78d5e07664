import { join } from 'node:path';
import { importedPackages } from '../src/testing/imported-packages.js';

describe('who loads a part of what a process has', () => {
  it.each(['settings/index.ts', 'time/index.ts'])('loads no package at all by %s', (entry) =>
    expect(importedPackages(join(__dirname, '../src', entry))).toEqual([]),
  );
});
