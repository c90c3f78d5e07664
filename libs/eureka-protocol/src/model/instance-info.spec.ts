import { idOf, type InstanceInfo, isInstanceStatus } from './instance-info.js';

describe('the id of an instance', () => {
  const hostName = 'web-7.internal';
  const amazon = (id?: string): InstanceInfo['dataCenterInfo'] => ({
    name: 'Amazon',
    metadata: id === undefined ? {} : { 'instance-id': id },
  });

  it.each<[what: string, Parameters<typeof idOf>[0], id: string]>([
    [
      'its own id',
      { instanceId: 'web-7:shop:8080', hostName, dataCenterInfo: amazon('i-1') },
      'web-7:shop:8080',
    ],
    ['the id that Amazon gave it, where it has none', { hostName, dataCenterInfo: amazon('i-1') }, 'i-1'],
    ['the same where its own is empty', { instanceId: '', hostName, dataCenterInfo: amazon('i-1') }, 'i-1'],
    ['its host, where Amazon gave none', { hostName, dataCenterInfo: amazon() }, hostName],
    ['its host, where what Amazon gave is empty', { hostName, dataCenterInfo: amazon('') }, hostName],
    ['its host, outside of Amazon', { hostName, dataCenterInfo: { name: 'MyOwn' } }, hostName],
    ['its host, without a data center', { hostName }, hostName],
    ['nothing, where there is nothing', { hostName: '' }, ''],
  ])('is %s', (_what, instance, id) => {
    expect(idOf(instance)).toBe(id);
  });
});

it('accepts only the exact name of a status', () => {
  expect(['UP', 'OUT_OF_SERVICE', 'UNKNOWN'].every(isInstanceStatus)).toBe(true);
  expect(['up', 'Up', 'BROKEN', '', 'constructor', undefined, 1].some(isInstanceStatus)).toBe(false);
});
