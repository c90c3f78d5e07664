import { importedPackages } from '@eureka-nest/runtime/testing';
import { join } from 'node:path';

describe('the entry points of the server', () => {
  const importedBy = (entry: string) => importedPackages(join(__dirname, '../src', entry));

  it('need no Nest, except the one named so', () => {
    expect(importedBy('index.ts')).toEqual([
      '@eureka-nest/protocol',
      '@eureka-nest/runtime/http',
      '@eureka-nest/runtime/settings',
      '@eureka-nest/runtime/time',
      '@eureka-nest/runtime/tls',
    ]);
    expect(importedBy('nest/index.ts')).toEqual(expect.arrayContaining(['@nestjs/common', '@nestjs/core']));
  });
});
