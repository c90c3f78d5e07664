import { packagesBehind } from '@eureka-nest/runtime/testing';
import { join } from 'node:path';

describe('the entry points of the server', () => {
  const loadedBy = (entry: string) => packagesBehind(join(__dirname, '../..', entry));

  it('need no Nest but for the one that is named so', () => {
    const plain = [
      '@eureka-nest/protocol',
      '@eureka-nest/runtime/settings',
      '@eureka-nest/runtime/time',
      '@eureka-nest/runtime/tls',
    ];
    expect(loadedBy('eureka-server/src/index.ts')).toEqual(plain);
    expect(loadedBy('eureka-server/src/nest/index.ts')).toEqual(
      expect.arrayContaining(['@nestjs/common', '@nestjs/core']),
    );
  });

  it.each(['settings/index.ts', 'time/index.ts', 'tls/tls.ts'])(
    'rest on a runtime without Nest: %s',
    (entry) => expect(loadedBy(`runtime/src/${entry}`)).toEqual([]),
  );
});
