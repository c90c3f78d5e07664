import { importedPackages } from '@eureka-nest/runtime/testing';
import { join } from 'node:path';

describe('the client', () => {
  it.each([
    [
      'index.ts',
      [
        '@eureka-nest/protocol',
        '@eureka-nest/runtime/http',
        '@eureka-nest/runtime/settings',
        '@eureka-nest/runtime/time',
      ],
    ],
    [
      'eureka-js-client/index.ts',
      [
        '@eureka-nest/protocol',
        '@eureka-nest/runtime/http',
        '@eureka-nest/runtime/settings',
        '@eureka-nest/runtime/time',
        'yaml',
      ],
    ],
    [
      'nest/index.ts',
      [
        '@eureka-nest/protocol',
        '@eureka-nest/runtime/http',
        '@eureka-nest/runtime/settings',
        '@eureka-nest/runtime/time',
        '@nestjs/common',
        '@nestjs/core',
      ],
    ],
  ])('loads with %s only %j', (entry, expected) =>
    expect(importedPackages(join(__dirname, '../src', entry))).toEqual(expected),
  );
});
