import { encoderOf, type WireForm } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { gunzipSync } from 'node:zlib';
import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/registry/registry.js';
import { atOnce, rendered, textOf } from '../builders/rendered.js';
import type { DocumentId } from '../../src/response-cache/response-cache.js';
import { ReadWriteCache } from '../../src/response-cache/read-write-cache.js';

const json: WireForm = { format: 'json', detail: 'full', version: 'v2' };
const xml: WireForm = { format: 'xml', detail: 'full', version: 'v2' };
const apps: DocumentId = { kind: 'apps' };
const shop: DocumentId = { kind: 'app', name: 'SHOP' };

function setUp() {
  const clock = manualClock();
  const registry = new Registry(defaultRegistryOptions, clock, () => 0);
  const cache = new ReadWriteCache(registry.reads, { clock, slicer: atOnce() });
  const get = (id: DocumentId, form = json) => rendered(cache.get(id, form));
  const text = (id: DocumentId, form = json) => textOf(get(id, form));
  return { clock, registry, cache, get, text };
}

const web = (given: Partial<Parameters<typeof anInstance>[0]> = {}) =>
  anInstance({ app: 'SHOP', instanceId: 'web-1', ...given });

describe('the responses of a registry', () => {
  it('equal the encoder’s output, in each form', () => {
    const { registry, text } = setUp();
    registry.register(web(), 'client');
    for (const form of [json, xml, { ...json, detail: 'compact' }, { ...xml, version: 'v1' }] as WireForm[]) {
      const encoder = encoderOf(form);
      expect(text(apps, form)).toBe(encoder.applications(registry.reads.applications()));
      expect(text({ kind: 'delta' }, form)).toBe(encoder.applications(registry.reads.delta()));
      expect(text(shop, form)).toBe(
        encoder.application({ name: 'SHOP', instances: [registry.reads.find('SHOP', 'web-1') ?? web()] }),
      );
      expect(text({ kind: 'vip', name: 'shop' }, form)).toBe(
        encoder.applications(registry.reads.vip('vip', 'shop')),
      );
      expect(text({ kind: 'svip', name: 'shop' }, form)).toBe(
        encoder.applications(registry.reads.vip('svip', 'shop')),
      );
    }
  });

  it('show each change at once', () => {
    const { registry, text } = setUp();
    const all: DocumentId[] = [
      apps,
      { kind: 'delta' },
      shop,
      { kind: 'vip', name: 'shop' },
      { kind: 'svip', name: 'shop' },
    ];
    registry.register(web(), 'client');
    const upOnes = () => all.map((id) => text(id)?.split('"status":"UP"').length);
    expect(upOnes()).toEqual(all.map(() => 2));
    registry.register(web({ instanceId: 'web-2' }), 'client');
    expect(upOnes()).toEqual(all.map(() => 3));
    registry.setStatus('SHOP', 'web-2', 'OUT_OF_SERVICE', { from: 'client' });
    expect(upOnes()).toEqual(all.map(() => 2));
    registry.cancel('SHOP', 'web-1');
    // The delta still shows the cancel.
    expect(upOnes()).toEqual([1, 2, 1, 1, 1]);
  });

  // In Java a heartbeat invalidates nothing, and a client's hash code differs until it fetches
  // everything.
  it('show a status that a renewal changes', () => {
    const { registry, text } = setUp();
    registry.register(web(), 'client');
    text(apps);
    registry.storeOverride('SHOP', 'web-1', 'DOWN');
    registry.heartbeat('SHOP', 'web-1', { from: 'client' });
    expect(text(apps)).toContain('"apps__hashcode":"DOWN_1_"');
    expect(text({ kind: 'delta' })).toContain('"status":"DOWN"');
  });

  // Java keeps compact documents and those of a second vip for up to three minutes.
  it('show a change in compact documents and in each of several vips', () => {
    const { registry, text } = setUp();
    const compact: WireForm = { ...json, detail: 'compact' };
    registry.register(web({ vipAddress: 'shop,store' }), 'client');
    expect(text({ kind: 'vip', name: 'store' }, compact)).toContain('"status":"UP"');
    registry.setStatus('SHOP', 'web-1', 'DOWN', { from: 'client' });
    expect(text({ kind: 'vip', name: 'store' }, compact)).toContain('"status":"DOWN"');
    registry.register(web({ vipAddress: 'market', lastDirtyTimestamp: Date.now() * 2 }), 'client');
    expect(text({ kind: 'vip', name: 'store' }, compact)).toContain('"registeredApplicationsEmpty":true');
  });

  it('are missing for an unknown application until it registers', () => {
    const { registry, get, text } = setUp();
    expect(get(shop)).toBeUndefined();
    registry.register(web(), 'client');
    expect(text(shop)).toContain('web-1');
    registry.cancel('SHOP', 'web-1');
    expect(get(shop)).toBeUndefined();
  });

  it('are empty for an unknown vip, with version -1', () => {
    const { text } = setUp();
    expect(text({ kind: 'vip', name: 'unknown' })).toBe(
      '{"applications":{"versions__delta":"-1","apps__hashcode":"","application":[]}}',
    );
  });

  it('find vips case-sensitively', () => {
    const { registry, text } = setUp();
    registry.register(web(), 'client');
    expect(text({ kind: 'vip', name: 'SHOP' })).not.toContain('web-1');
  });

  it('are cached: the same object, gzipped once', () => {
    const { registry, get } = setUp();
    registry.register(web(), 'client');
    for (const id of [apps, { kind: 'delta' }, shop, { kind: 'vip', name: 'shop' }] as DocumentId[]) {
      const response = get(id);
      expect(get(id)).toBe(response);
      expect(get(id)?.gzip()).toBe(response?.gzip());
      expect(gunzipSync(Buffer.concat(response?.gzip() ?? [])).toString()).toBe(textOf(response));
    }
  });

  it('are shared by versions without a difference, but not by forms', () => {
    const { registry, get } = setUp();
    registry.register(web(), 'client');
    expect(get(apps, { ...json, version: 'v1' })).toBe(get(apps, json));
    expect(get(apps, { ...xml, version: 'v1' })).not.toBe(get(apps, xml));
    expect(get(apps, { ...json, detail: 'compact' })).not.toBe(get(apps, json));
  });

  it('of other applications survive a change', () => {
    const { registry, get } = setUp();
    registry.register(web(), 'client');
    registry.register(anInstance({ app: 'BILLING' }), 'client');
    const response = get(shop);
    registry.cancel('BILLING', 'payment8001');
    expect(get(shop)).toBe(response);
  });

  it('show a renewed lease after three minutes at the latest, though a renewal is no change', () => {
    const { registry, clock, text } = setUp();
    registry.register(web(), 'client');
    for (const id of [apps, shop]) text(id);
    clock.advance(1000);
    registry.heartbeat('SHOP', 'web-1', { from: 'client' });
    const renewedAt = `"lastRenewalTimestamp":${clock() + 90_000}`;
    for (const id of [apps, shop]) expect(text(id)).not.toContain(renewedAt);
    clock.advance(180_000);
    for (const id of [apps, shop]) expect(text(id)).toContain(renewedAt);
  });

  it('are dropped after ten minutes without a read; unknown names are never cached', () => {
    const { registry, clock, get, cache } = setUp();
    registry.register(web(), 'client');
    get(shop);
    get(apps);
    for (let name = 0; name < 1000; name++) {
      get({ kind: 'app', name: `UNKNOWN-${name}` });
      get({ kind: 'vip', name: `unknown-${name}` });
    }
    expect(cache.size).toBe(2);
    clock.advance(599_999);
    get(apps);
    expect(cache.size).toBe(2);
    clock.advance(60_000);
    get(apps);
    expect(cache.size).toBe(1);
  });
});
