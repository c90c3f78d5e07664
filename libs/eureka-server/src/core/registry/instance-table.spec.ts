import { anInstance } from '@eureka-nest/protocol/testing';
import { InstanceTable } from './instance-table.js';
import { grant } from './lease.js';

const put = (table: InstanceTable, app: string, instanceId: string) =>
  table.put(anInstance({ app, instanceId }), grant(90, 0));

describe('the instance table', () => {
  it('finds applications in any case, ids only exactly', () => {
    const table = new InstanceTable();
    const entry = put(table, 'SHOP', 'web-1');
    expect(table.get('shop', 'web-1')).toBe(entry);
    expect(table.get('SHOP', 'WEB-1')).toBeUndefined();
    expect(table.application('Shop')).toEqual({ name: 'SHOP', instances: [entry.info] });
  });

  it('replaces an instance in place and counts it once', () => {
    const table = new InstanceTable();
    const entry = put(table, 'SHOP', 'web-1');
    put(table, 'SHOP', 'web-2');
    const newer = anInstance({ app: 'SHOP', instanceId: 'web-1', status: 'DOWN' });
    expect(table.put(newer, grant(90, 1))).toBe(entry);
    expect(table.size).toBe(2);
    expect(table.hashCode()).toBe('DOWN_1_UP_1_');
    expect([...table].map(({ id, status }) => [id, status])).toEqual([
      ['web-1', 'DOWN'],
      ['web-2', 'UP'],
    ]);
  });

  it('finds who has a vip, also after it took other ones', () => {
    const table = new InstanceTable();
    const given = anInstance({
      app: 'SHOP',
      instanceId: 'web-1',
      vipAddress: 'shop,store',
      secureVipAddress: 'safe',
    });
    const entry = table.put(given, grant(90, 0));
    const idsAt = (vip: string) =>
      table.vips
        .applications(vip)
        .applications.flatMap(({ instances }) => instances.map((each) => each.instanceId));
    expect([idsAt('shop'), idsAt('store'), idsAt('shop,store')]).toEqual([['web-1'], ['web-1'], []]);
    const newer = { ...given, vipAddress: 'store,market' };
    expect(table.put(newer, grant(90, 1))).toBe(entry);
    expect([idsAt('shop'), idsAt('store'), idsAt('market')]).toEqual([[], ['web-1'], ['web-1']]);
    expect(table.secureVips.applications('safe').applications).toHaveLength(1);
    table.remove(entry);
    expect([table.vips.revisions.size, table.secureVips.revisions.size]).toEqual([0, 0]);
  });

  it('forgets an application with its last instance', () => {
    const table = new InstanceTable();
    const entry = put(table, 'SHOP', 'web-1');
    put(table, 'BILLING', 'web-1');
    table.remove(entry);
    table.remove(entry);
    expect(table.size).toBe(1);
    expect(table.application('SHOP')).toBeUndefined();
    expect(table.applications().map(({ name }) => name)).toEqual(['BILLING']);
  });

  it('finds an id in every application that has it', () => {
    const table = new InstanceTable();
    for (const app of ['SHOP', 'BILLING', 'CART']) put(table, app, app === 'CART' ? 'other' : 'web-1');
    expect([...table.withId('web-1')].map(({ app }) => app)).toEqual(['SHOP', 'BILLING']);
  });

  it.each(['__proto__', 'constructor', 'toString'])('takes %s for a name like any other', (name) => {
    const table = new InstanceTable();
    expect(table.get(name, name)).toBeUndefined();
    put(table, name, name);
    expect(table.get(name, name)?.id).toBe(name);
    expect(table.size).toBe(1);
  });
});
