import { anInstance } from '@eureka-nest/protocol/testing';
import { HeldInstance } from './held-instance.js';
import { InstanceTable } from './instance-table.js';
import { grant } from './lease.js';

const hold = (app: string, instanceId: string) =>
  new HeldInstance(anInstance({ app, instanceId }), grant(90, 0));

describe('the instance table', () => {
  it('finds applications in any case, ids only exactly', () => {
    const table = new InstanceTable();
    const held = hold('SHOP', 'web-1');
    table.put(held);
    expect(table.get('shop', 'web-1')).toBe(held);
    expect(table.get('SHOP', 'WEB-1')).toBeUndefined();
    expect(table.application('Shop')).toEqual({ name: 'SHOP', instances: [held.info] });
  });

  it('replaces an instance in place and counts it once', () => {
    const table = new InstanceTable();
    table.put(hold('SHOP', 'web-1'));
    const newer = hold('SHOP', 'web-1');
    table.put(newer);
    expect(table.size).toBe(1);
    expect([...table]).toEqual([newer]);
  });

  it('forgets an application with its last instance', () => {
    const table = new InstanceTable();
    const held = hold('SHOP', 'web-1');
    table.put(held);
    table.put(hold('BILLING', 'web-1'));
    table.remove(held);
    table.remove(held);
    expect(table.size).toBe(1);
    expect(table.application('SHOP')).toBeUndefined();
    expect(table.applications().map(({ name }) => name)).toEqual(['BILLING']);
  });

  it('finds an id in every application that has it', () => {
    const table = new InstanceTable();
    for (const app of ['SHOP', 'BILLING', 'CART']) table.put(hold(app, app === 'CART' ? 'other' : 'web-1'));
    expect([...table.withId('web-1')].map(({ app }) => app)).toEqual(['SHOP', 'BILLING']);
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes %s for a name like any other', (name) => {
    const table = new InstanceTable();
    expect(table.get(name, name)).toBeUndefined();
    table.put(hold(name, name));
    expect(table.get(name, name)?.id).toBe(name);
    expect(table.size).toBe(1);
  });
});
