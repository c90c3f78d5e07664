import type { LogLine } from '@eureka-nest/playground';
import { advanced, clockText, nextStop, previousStop } from './playback.js';

const line = (at: number, level: LogLine['level'] = 'event'): LogLine => ({ at, level, text: '' });
const logs = [
  [line(0), line(1_000), line(2_000, 'traffic'), line(5_000)],
  [line(0), line(3_000, 'process'), line(5_000)],
];
const levels = new Set(['event', 'process'] as const);

it('moves by the time of a frame, times the speed, up to the end', () => {
  expect(advanced(100, 20, 60, 9_000)).toBe(1_300);
  expect(advanced(100, 16, 0.1, 9_000)).toBe(101.6);
  expect(advanced(8_900, 20, 60, 9_000)).toBe(9_000);
});

it('does not leap after a long pause of the page', () => expect(advanced(0, 60_000, 1, 90_000)).toBe(300));

it('steps through the lines of all logs that are shown', () => {
  const forward = [0];
  while (forward.at(-1)! < 9_000) forward.push(nextStop(logs, forward.at(-1)!, levels, 9_000));
  expect(forward).toEqual([0, 1_000, 3_000, 5_000, 9_000]);
  const back = [9_000];
  while (back.at(-1)! > 0) back.push(previousStop(logs, back.at(-1)!, levels));
  expect(back).toEqual([...forward].reverse());
  expect(nextStop(logs, 1_000, new Set(['traffic']), 9_000)).toBe(2_000);
});

it.each([
  [0, 1, '0:00.0'],
  [100_540, 1, '1:40.5'],
  [59_999, 1, '0:59.9'],
  [900_000, 0, '15:00'],
  [1_002, 3, '0:01.002'],
])('%d ms are shown with %d digits as %s', (ms, digits, text) => expect(clockText(ms, digits)).toBe(text));
