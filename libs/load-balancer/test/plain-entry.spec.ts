import { importedPackages } from '@eureka-nest/runtime/testing';
import { join } from 'node:path';

const [settings, time] = ['@eureka-nest/runtime/settings', '@eureka-nest/runtime/time'];

describe('the dependencies of an entry point', () => {
  it.each([
    ['index.ts', [settings, time, '@opentelemetry/api']],
    ['adapters/axios/index.ts', [settings, time, '@opentelemetry/api', 'axios']],
    ['adapters/fetch/index.ts', [settings, time, '@opentelemetry/api']],
    ['adapters/undici/index.ts', ['@opentelemetry/api', 'undici']],
    ['sources/index.ts', [time]],
    ['sources/etcd/index.ts', [time]],
    ['testing/index.ts', [time, '@opentelemetry/api', 'axios']],
    ['testing/mutable-source.ts', []],
  ])('%s: %j', (entry, expected) =>
    expect(importedPackages(join(__dirname, '../src', entry))).toEqual(expected),
  );
});
