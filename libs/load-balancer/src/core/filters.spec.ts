import { byHint, inZone, filterOrAll, withMetadata, withStatus, withVersion } from './filters.js';
import type { Candidate } from './instance-source.js';

const candidate = (instanceId: string, more: Partial<Candidate>): Candidate => ({
  instanceId,
  host: '127.0.0.1',
  port: 8001,
  ...more,
});
const all = [
  candidate('old', { metadata: { version: '1.9', zone: 'z1', hint: 'blue' } }),
  candidate('new', { metadata: { version: '2.1.7', zone: 'Z2', hint: 'green' } }),
  candidate('newest', { metadata: { version: '20' }, status: 'DOWN' }),
  candidate('bare', {}),
];

describe('the filter', () => {
  it.each([
    [withStatus('UP'), undefined, ['old', 'new', 'bare']],
    [withStatus('UP', 'DOWN'), undefined, ['old', 'new', 'newest', 'bare']],
    [withMetadata({ zone: 'z1', hint: 'blue' }), undefined, ['old']],
    [withMetadata({ zone: 'z1', hint: 'green' }), undefined, []],
    [withVersion('2'), undefined, ['new']],
    [withVersion('2.1'), undefined, ['new']],
    [withVersion('3'), undefined, []],
    [filterOrAll(withVersion('3')), undefined, ['old', 'new', 'newest', 'bare']],
    [inZone('z2'), undefined, ['new']],
    [inZone('z3'), undefined, ['old', 'new', 'newest', 'bare']],
    [byHint(), 'green', ['new']],
    [byHint(), 'yellow', ['old', 'new', 'newest', 'bare']],
    [byHint(), undefined, ['old', 'new', 'newest', 'bare']],
    [byHint('version'), '20', ['newest']],
  ])('$name with the hint %s keeps %j', (filter, hint, kept) => {
    expect(filter.keep(all, hint).map(({ instanceId }) => instanceId)).toEqual(kept);
  });
});
