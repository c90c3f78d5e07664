import { leaseTimeText, timestampText } from './page-text.js';

describe('the texts of the page', () => {
  it.each([
    [0, '2026-11-23T04:17:23 +0000'],
    [-480, '2026-11-23T12:17:23 +0800'],
    [210, '2026-11-23T00:47:23 -0330'],
  ])('state the time in a zone with an offset of %i minutes', (offset, text) => {
    const at = new Date('2026-11-23T04:17:23.456Z');
    at.getTimezoneOffset = () => offset;
    expect(timestampText(at)).toBe(text);
  });

  it('state the time of a lease as Java does', () => {
    expect(leaseTimeText(new Date(2026, 10, 23, 4, 47, 10))).toBe('Nov 23, 2026, 4:47:10 AM');
  });
});
