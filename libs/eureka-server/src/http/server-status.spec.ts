import { megabytes, replicasByAvailability, uptimeText } from './server-status.js';

describe('the status of a server', () => {
  it.each([
    [59, '00:00'],
    [3_660, '01:01'],
    [86_400, '1 day 00:00'],
    [2 * 86_400 + 7_200, '2 days 02:00'],
  ])('%i seconds are %s', (seconds, text) => {
    expect(uptimeText(seconds)).toBe(text);
  });

  it('memory is counted in whole megabytes', () => {
    expect(megabytes(98.9 * 1_048_576)).toBe('98mb');
  });

  it('counts a peer as available if it responds, and hides its login', () => {
    const peer = (url: string, is: string) => ({ url, state: { is } });
    const all = [peer('http://user:secret@a/eureka/', 'in-step'), peer('http://b/eureka/', 'unreachable')];
    expect(
      replicasByAvailability({ all } as unknown as Parameters<typeof replicasByAvailability>[0]),
    ).toEqual({
      registered: ['http://a/eureka/', 'http://b/eureka/'],
      unavailable: ['http://b/eureka/'],
      available: ['http://a/eureka/'],
    });
  });
});
