import { importedPackages } from '@eureka-nest/runtime/testing';
import { join } from 'node:path';

describe('who loads the client', () => {
  it.each([
    ['index.ts', ['@eureka-nest/protocol', '@eureka-nest/runtime/settings']],
    ['eureka-js-client/index.ts', ['@eureka-nest/protocol', '@eureka-nest/runtime/settings', 'yaml']],
    [
      'nest/index.ts',
      ['@eureka-nest/protocol', '@eureka-nest/runtime/settings', '@nestjs/common', '@nestjs/core'],
    ],
  ])('by %s loads %j', (entry, expected) =>
    expect(importedPackages(join(__dirname, '../src', entry))).toEqual(expected),
  );
});
