import { encoderOf, type Encoder, type WireForm } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { gunzipSync } from 'node:zlib';
import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/registry/registry.js';
import { rendered, textOf } from '../builders/rendered.js';
import type { EncodedResponse } from '../../src/response-cache/response-cache.js';
import { SegmentedDocument } from '../../src/response-cache/segmented-document.js';

const forms: readonly WireForm[] = [
  { format: 'json', detail: 'full', version: 'v2' },
  { format: 'json', detail: 'compact', version: 'v2' },
  { format: 'xml', detail: 'full', version: 'v2' },
  { format: 'xml', detail: 'compact', version: 'v2' },
];

const an = (app: number, id = 1) => anInstance({ app: `APP-${app}`, instanceId: `i-${id}` });

/** Counts encoded applications. */
function counting(encoder: Encoder): { encoder: Encoder; encoded: string[] } {
  const encoded: string[] = [];
  const partFrame: Encoder['partFrame'] = (name) => {
    encoded.push(name);
    return encoder.partFrame(name);
  };
  return { encoder: { ...encoder, partFrame }, encoded };
}

function aDocument(form: WireForm = { format: 'json', detail: 'full', version: 'v2' }, segmentBytes = 2000) {
  const clock = manualClock();
  const registry = new Registry(defaultRegistryOptions, clock, () => 0);
  const { encoder, encoded } = counting(encoderOf(form));
  const source = {
    groups: registry.reads.applicationRevisions,
    revision: () => registry.reads.applicationRevisions.revisions.current,
    header: () => ({ version: '1', hashCode: registry.reads.hashCode() }),
  };
  const document = new SegmentedDocument(source, encoder, form.format, { segmentBytes, maxAgeMs: 180_000 });
  return { clock, registry, encoded, current: () => rendered(document.current(clock())) };
}

const unzipped = (response: EncodedResponse) => gunzipSync(Buffer.concat(response.gzip())).toString();

describe.each(forms)('the document of all applications, $format $detail', (form) => {
  it('equals the encoder’s output for an empty registry', () => {
    const { registry, current } = aDocument(form);
    expect(textOf(current())).toBe(encoderOf(form).applications(registry.reads.applications()));
    expect(unzipped(current())).toBe(textOf(current()));
  });

  it('equals the encoder’s output for an application that takes several pieces, and others', () => {
    const { registry, current } = aDocument(form);
    for (let id = 0; id < 1000; id++) registry.register(an(1, id), 'client');
    for (let app = 2; app < 10; app++) registry.register(an(app), 'client');
    const response = current();
    expect(textOf(response) === encoderOf(form).applications(registry.reads.applications())).toBe(true);
    expect(unzipped(response) === textOf(response)).toBe(true);
  });

  it('equals the encoder’s output for many applications, in many segments', () => {
    const { registry, current } = aDocument(form);
    for (let app = 0; app < 20; app++) registry.register(an(app), 'client');
    const response = current();
    expect([...response.plain()].length).toBeGreaterThan(6);
    expect(textOf(response)).toBe(encoderOf(form).applications(registry.reads.applications()));
    expect(unzipped(response)).toBe(textOf(response));
    expect(response.length).toBe(Buffer.byteLength(textOf(response)));
  });

  it('is empty again once all have left', () => {
    const { registry, current } = aDocument(form);
    for (let app = 0; app < 20; app++) registry.register(an(app), 'client');
    current();
    for (let app = 0; app < 20; app++) registry.cancel(`APP-${app}`, 'i-1');
    expect(textOf(current())).toBe(encoderOf(form).applications(registry.reads.applications()));
  });
});

describe('a document in segments', () => {
  it('is the same object, gzipped once, while nothing changes', () => {
    const { registry, clock, current } = aDocument();
    registry.register(an(1), 'client');
    const response = current();
    clock.advance(30_000);
    registry.heartbeat('APP-1', 'i-1', { from: 'client' });
    expect(current()).toBe(response);
    expect(current().gzip()).toBe(response.gzip());
  });

  it('encodes one application and compresses one segment if one of many changed', () => {
    const { registry, encoded, current } = aDocument();
    for (let app = 0; app < 50; app++) registry.register(an(app), 'client');
    const before = current();
    before.gzip();
    encoded.length = 0;
    registry.setStatus('APP-7', 'i-1', 'OUT_OF_SERVICE', { from: 'client' });
    const after = current();
    expect(encoded).toEqual(['APP-7']);
    const old = new Set(before.plain());
    const fresh = [...after.plain()].filter((piece) => !old.has(piece));
    // The segment, and the parts around it, which are not compressed.
    expect(fresh.map(String)).toEqual([
      expect.stringContaining('apps__hashcode'),
      expect.stringContaining('APP-7'),
      ']}}',
    ]);
  });

  it('encodes an application once, however often it changed before', () => {
    const { registry, encoded, current } = aDocument();
    current();
    for (let id = 0; id < 10; id++) registry.register(an(1, id), 'client');
    current();
    expect(encoded).toEqual(['APP-1']);
  });

  it('encodes nothing for an application that came and left between two reads', () => {
    const { registry, encoded, current } = aDocument();
    current();
    registry.register(an(1), 'client');
    registry.cancel('APP-1', 'i-1');
    expect(textOf(current())).not.toContain('APP-1');
    expect(encoded).toEqual([]);
  });

  it('compares all applications if more changed than the revisions remember', () => {
    const { registry, encoded, current } = aDocument();
    registry.register(an(1), 'client');
    registry.register(an(2), 'client');
    current();
    encoded.length = 0;
    for (let turn = 0; turn < 2000; turn++) registry.register(an(3, turn % 5), 'client');
    registry.cancel('APP-2', 'i-1');
    expect(textOf(current())).toBe(
      encoderOf({ format: 'json', detail: 'full', version: 'v2' }).applications(
        registry.reads.applications(),
      ),
    );
    expect(encoded).toEqual(['APP-3']);
  });

  it('does not modify a response that a slow reader still holds', () => {
    const { registry, current } = aDocument();
    for (let app = 0; app < 20; app++) registry.register(an(app), 'client');
    const response = current();
    const text = textOf(response);
    for (let app = 0; app < 20; app++) {
      registry.register(an(app, 2), 'client');
      registry.cancel(`APP-${app}`, 'i-1');
      current();
    }
    expect(textOf(response)).toBe(text);
    expect(unzipped(response)).toBe(text);
  });

  it('shows renewed leases at the age limit, some applications at a time', () => {
    const { registry, clock, encoded, current } = aDocument();
    for (let app = 0; app < 50; app++) registry.register(an(app), 'client');
    current();
    for (let app = 0; app < 50; app++) registry.heartbeat(`APP-${app}`, 'i-1', { from: 'client' });
    clock.advance(89_999);
    current();
    encoded.length = 0;
    clock.advance(1);
    current();
    expect(encoded.length).toBeGreaterThan(0);
    expect(encoded.length).toBeLessThan(10);
    for (let second = 0; second < 90; second++) {
      clock.advance(1000);
      current();
    }
    expect(new Set(encoded).size).toBe(50);
    expect(textOf(current())).toBe(
      encoderOf({ format: 'json', detail: 'full', version: 'v2' }).applications(
        registry.reads.applications(),
      ),
    );
  });
});
