import { join } from 'node:path';
import { packagesBehind } from '../src/testing/packages-behind.js';

describe('who loads a part of what a process has', () => {
  it.each(['http/index.ts', 'settings/index.ts', 'time/index.ts'])('loads no package at all by %s', (entry) =>
    expect(packagesBehind(join(__dirname, '../src', entry))).toEqual([]),
  );
});
