import { unexcused } from './harness/complaints.js';

const at = (second: number, rest: string) => `2026-11-25T18:51:${second}.000Z ${rest}`;
const outage = { from: Date.parse('2026-11-25T18:51:40Z'), to: Date.parse('2026-11-25T18:51:50Z') };
const refused = 'WARN com.netflix.discovery.shared.Any - Request failed: Connection refused';

/** Checks of the helper by which the other suites find complaints. */
describe('a complaint of a Java client', () => {
  it.each([
    ['about a refused connection, without an outage', [at(39, refused)]],
    ['about a refused connection, after the outage', [at(51, refused)]],
    [
      'about a registry that does not respond',
      [
        at(
          39,
          'WARN com.netflix.discovery.shared.Any - Request failed: java.net.SocketTimeoutException: Read timed out',
        ),
      ],
    ],
    [
      'about a response, even during an outage',
      [at(45, 'WARN com.netflix.discovery.shared.Any - status 500')],
    ],
    ['of Spring about its registration', [at(39, 'ERROR org.springframework.cloud.netflix.Any - no')]],
  ])('is a warning %s', (_what, lines) => {
    expect(unexcused(lines, [outage])).toHaveLength(1);
  });

  it('includes the stack below an error', () => {
    const lines = [at(39, 'ERROR com.netflix.discovery.Any - no'), 'java.lang.Oh: my', '\tat somewhere'];
    expect(unexcused(lines, [])).toEqual([
      '2026-11-25T18:51:39.000Z com.netflix.discovery.Any - no\njava.lang.Oh: my\n\tat somewhere',
    ]);
  });

  it.each([
    ['a refused connection during an intended outage', [at(45, refused)]],
    [
      'an error whose stack has the reason',
      [
        at(45, 'ERROR com.netflix.discovery.Any - Request execution error'),
        'java.net.ConnectException: Connection refused',
      ],
    ],
    ['a warning about something else than a registry', [at(39, 'WARN org.apache.tomcat.Any - slow')]],
    [
      'a client that is slower than the intervals of this suite',
      [at(39, 'WARN com.netflix.discovery.TimedSupervisorTask - task supervisor timed out')],
    ],
    [
      'a line below the level of a warning',
      [at(39, 'INFO com.netflix.discovery.Any - Re-registering apps/SHOP')],
    ],
  ])('is not %s', (_what, lines) => {
    expect(unexcused(lines, [outage])).toEqual([]);
  });
});
