import { unexcused } from './harness/complaints.js';

const at = (second: number, rest: string) => `2026-11-25T18:51:${second}.000Z ${rest}`;
const outage = { from: Date.parse('2026-11-25T18:51:40Z'), to: Date.parse('2026-11-25T18:51:50Z') };
const refused = 'WARN com.netflix.discovery.shared.Any - Request failed: Connection refused';

/** The other suites say "no complaint"; here they would hear one. */
describe('what counts as a complaint of a Java client', () => {
  it.each([
    ['that a registry refused a connection, with no outage', [at(39, refused)]],
    ['that it did, after the outage', [at(51, refused)]],
    [
      'that a registry does not answer',
      [
        at(
          39,
          'WARN com.netflix.discovery.shared.Any - Request failed: java.net.SocketTimeoutException: Read timed out',
        ),
      ],
    ],
    ['of an answer, be it in an outage', [at(45, 'WARN com.netflix.discovery.shared.Any - status 500')]],
    ['of Spring about its registration', [at(39, 'ERROR org.springframework.cloud.netflix.Any - no')]],
  ])('a warning %s', (_what, lines) => {
    expect(unexcused(lines, [outage])).toHaveLength(1);
  });

  it('an error is told with the stack below it', () => {
    const lines = [at(39, 'ERROR com.netflix.discovery.Any - no'), 'java.lang.Oh: my', '\tat somewhere'];
    expect(unexcused(lines, [])).toEqual([
      '2026-11-25T18:51:39.000Z com.netflix.discovery.Any - no\njava.lang.Oh: my\n\tat somewhere',
    ]);
  });

  it.each([
    ['a refused connection in an outage on purpose', [at(45, refused)]],
    [
      'one whose stack says why',
      [
        at(45, 'ERROR com.netflix.discovery.Any - Request execution error'),
        'java.net.ConnectException: Connection refused',
      ],
    ],
    ['what is not about a registry', [at(39, 'WARN org.apache.tomcat.Any - slow')]],
    [
      'a client that is slower than the interval the suite gives it',
      [at(39, 'WARN com.netflix.discovery.TimedSupervisorTask - task supervisor timed out')],
    ],
    ['what is no warning', [at(39, 'INFO com.netflix.discovery.Any - Re-registering apps/SHOP')]],
  ])('not %s', (_what, lines) => {
    expect(unexcused(lines, [outage])).toEqual([]);
  });
});
