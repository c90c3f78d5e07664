import { encoderOf, instanceStatuses, type Applications, type WireForm } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import fc from 'fast-check';
import { gunzipSync } from 'node:zlib';
import { defaultRegistryOptions } from '../../src/core/registry/registry-options.js';
import { Registry } from '../../src/core/registry/registry.js';
import { atOnce, rendered, textOf } from '../builders/rendered.js';
import { PlainBudget } from '../../src/response-cache/plain-budget.js';
import { ReadWriteCache } from '../../src/response-cache/read-write-cache.js';

type Moment =
  | {
      readonly kind: 'register' | 'cancel';
      readonly app: number;
      readonly id: number;
      readonly padding: number;
    }
  | { readonly kind: 'status'; readonly app: number; readonly id: number; readonly status: number }
  | { readonly kind: 'time'; readonly ms: number }
  | { readonly kind: 'read'; readonly form: number; readonly of: 'apps' | 'delta' };

const forms: readonly WireForm[] = [
  { format: 'json', detail: 'full', version: 'v2' },
  { format: 'json', detail: 'compact', version: 'v2' },
  { format: 'xml', detail: 'full', version: 'v2' },
  { format: 'xml', detail: 'compact', version: 'v2' },
];

const app = fc.integer({ min: 0, max: 11 });
const id = fc.integer({ min: 0, max: 3 });
const moment: fc.Arbitrary<Moment> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('register', 'cancel'), app, id, padding: fc.nat(2000) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('status'), app, id, status: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('time'), ms: fc.nat(100_000) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('read'),
      form: fc.nat(3),
      of: fc.constantFrom('apps', 'delta'),
    }),
  },
);

/** Removes renewal times: a renewal is no change, so a response may have older ones. */
const withoutRenewals = (text: string) => text.replace(/(lastRenewalTimestamp"?[:>])\d+/g, '$1');

/** Output of the encoder, with the applications in the order of the given text. */
function inOrderOf(text: string, applications: Applications, form: WireForm): string {
  const encoder = encoderOf(form);
  const { head, separator, tail } = encoder.frame({
    ...applications,
    isEmpty: applications.applications.length === 0,
  });
  const parts = applications.applications.map((each) => withoutRenewals(encoder.part(each)));
  const ordered = parts.sort((a, b) => text.indexOf(a) - text.indexOf(b));
  return head + ordered.join(separator) + tail;
}

function live(moments: readonly Moment[], segmentBytes: number, plainBytes: number): void {
  const clock = manualClock();
  const registry = new Registry(defaultRegistryOptions, clock, () => 0);
  const budget = new PlainBudget(plainBytes);
  const options = { clock, segmentBytes, deltaSegmentBytes: segmentBytes, slicer: atOnce(), budget };
  const cache = new ReadWriteCache(registry.reads, options);
  for (const each of moments) {
    switch (each.kind) {
      case 'register':
        registry.register(
          anInstance({
            app: `APP-${each.app}`,
            instanceId: `i-${each.id}`,
            metadata: { padding: 'x&é'.repeat(each.padding / 3) },
          }),
          'client',
        );
        break;
      case 'cancel':
        registry.cancel(`APP-${each.app}`, `i-${each.id}`);
        break;
      case 'status':
        registry.setStatus(`APP-${each.app}`, `i-${each.id}`, instanceStatuses[each.status] ?? 'UP', {
          from: 'client',
        });
        break;
      case 'time':
        clock.advance(each.ms);
        registry.sweepChanges();
        break;
      case 'read': {
        const form = forms[each.form] as WireForm;
        const response = rendered(cache.get({ kind: each.of }, form));
        const plain = textOf(response);
        // gunzip checks the CRC and the length.
        expect(gunzipSync(Buffer.concat(response?.gzip() ?? [])).toString()).toBe(plain);
        expect(response?.length).toBe(Buffer.byteLength(plain));
        const actual = withoutRenewals(plain);
        const wanted = each.of === 'apps' ? registry.reads.applications() : registry.reads.delta();
        expect(actual).toBe(inOrderOf(actual, wanted, form));
      }
    }
  }
}

describe('any history of changes and reads', () => {
  it('a response equals the encoder’s output, plain and gzipped', () => {
    const history = fc.array(moment, { maxLength: 70, size: 'max' });
    // One segment for each application up to one for all.
    const segmentBytes = fc.constantFrom(1, 1500, 6000, 1_000_000);
    // From no plain bytes in memory to all of them.
    const plainBytes = fc.constantFrom(0, 3000, 1_000_000);
    fc.assert(fc.property(history, segmentBytes, plainBytes, live), { numRuns: 200 });
  });

  it('a change of one application leaves all but a few pieces as they were', () => {
    const change = fc.record({ app, id, padding: fc.nat(500), leaves: fc.boolean() });
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 60, size: 'max' }), (changes) => {
        const clock = manualClock();
        const registry = new Registry(defaultRegistryOptions, clock, () => 0);
        for (let each = 0; each < 100; each++)
          registry.register(anInstance({ app: `APP-${each}` }), 'client');
        const cache = new ReadWriteCache(registry.reads, { clock, segmentBytes: 6000, slicer: atOnce() });
        const pieces = () => [
          ...(rendered(cache.get({ kind: 'apps' }, forms[0] as WireForm))?.plain() ?? []),
        ];
        let before = new Set(pieces());
        for (const { app, id, padding, leaves } of changes) {
          const instanceId = `i-${id}`;
          if (leaves) registry.cancel(`APP-${app}`, instanceId);
          else
            registry.register(
              anInstance({ app: `APP-${app}`, instanceId, metadata: { padding: 'x'.repeat(padding) } }),
              'client',
            );
          const after = pieces();
          const fresh = after.filter((piece) => !before.has(piece));
          // Head and tail, the segment, and a second one if it was split.
          expect(fresh.length).toBeLessThanOrEqual(4);
          before = new Set(after);
        }
      }),
      { numRuns: 100 },
    );
  });
});
