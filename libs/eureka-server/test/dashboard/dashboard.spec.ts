import type { InstanceInfo } from '@eureka-nest/protocol';
import { anInstance } from '@eureka-nest/protocol/testing';
import { applicationViews } from '../../src/dashboard/application-views.js';
import { applicationsTable } from '../../src/dashboard/applications-table.js';
import { explain } from '../../src/dashboard/explanation.js';
import { chunkedStream } from '../../src/dashboard/chunked-stream.js';
import { messagesFor } from '../../src/dashboard/language.js';
import { warningBanner } from '../../src/dashboard/warning-banner.js';
import { replicaView } from '../../src/dashboard/status-section.js';
import { numbersFor, type Situation } from './self-preservation-numbers.js';
import { aDashboard, aLastLeasesPage } from './pages.js';
import { visibleText } from './visible-text.js';

describe('the page of a registry', () => {
  it("has the sections of Spring's dashboard in its order", () => {
    expect(visibleText(aDashboard())).toBe(
      'Eureka Eureka Nest Home Last 1000 since startup ' +
        'System Status Environment test Renews threshold 6 ' +
        'DS Replicas ' +
        'Instances currently registered with Eureka Application AMIs Availability Zones Status No instances available ' +
        'General Info Name Value num-of-cpus 2 ' +
        'Instance Info Name Value status UP',
    );
  });

  it('lists applications and their instances by status, each linked to its status page', () => {
    const page = aDashboard({}, [
      { name: 'A', instances: [anInstance({ instanceId: 'plain', statusPageUrl: undefined })] },
      {
        name: 'B',
        instances: [
          anInstance({ port: 2 }),
          anInstance({ port: 1 }),
          anInstance({ port: 3, status: 'DOWN' }),
        ],
      },
    ]);
    expect(visibleText(page)).toContain(
      'Status A n/a (1) (1) UP (1) - plain B n/a (3) (3) UP (2) - payment1 , payment2 DOWN (1) - payment3 General',
    );
    expect(page).toContain(
      '<a href="http://localhost:1/actuator/info" target="_blank" rel="noopener noreferrer">payment1</a>',
    );
    expect(page).toContain('<span class="red large"><b>DOWN</b>');
  });

  it('counts Amazon images and zones', () => {
    const metadata = { 'ami-id': 'ami-1', 'availability-zone': 'us-east-1c' };
    const instances = [1, 2].map((port) =>
      anInstance({ port, dataCenterInfo: { name: 'Amazon', metadata } }),
    );
    const [application] = applicationViews([{ name: 'A', instances }]);
    expect(application).toMatchObject({ amis: [['ami-1', 2]], zones: [['us-east-1c', 2]] });
  });

  it("links a peer's dashboard, not its base URL, and shows its state", () => {
    const replicas = ['http://us:pw@localhost:7002/eureka/', 'http://host/context/eureka/v2/'].map((url) =>
      replicaView(url, { is: 'in-step' }),
    );
    expect(replicas).toEqual([
      { name: 'localhost:7002', page: 'http://localhost:7002/', state: { is: 'in-step' } },
      { name: 'host', page: 'http://host/context/', state: { is: 'in-step' } },
    ]);
    expect(visibleText(aDashboard({ replicas }))).toContain(
      'DS Replicas localhost:7002 (in step) host (in step) Instances',
    );
  });
});

describe('the page of a large registry', () => {
  /** Instances that count how often their status is read. */
  function watched(count: number) {
    const looks = { count: 0 };
    const instances = Array.from({ length: count }, (_, port) => {
      const { status, ...rest } = anInstance({ port });
      const look = () => (looks.count++, status);
      return Object.defineProperty(rest, 'status', { get: look, enumerable: true }) as InstanceInfo;
    });
    return { instances, looks };
  }

  it.each([100, 1000])('reads each of %i instances of one application once', (count) => {
    const { instances, looks } = watched(count);
    const pieces = [...applicationsTable(applicationViews([{ name: 'A', instances }]))];
    expect(looks.count).toBe(count);
    // One instance and its comma.
    expect(pieces.length).toBeLessThan(2 * count + 10);
  });

  it('reads an application only when its row is made', async () => {
    const { instances, looks } = watched(1000);
    const applications = instances.map((each, index) => ({ name: `A${index}`, instances: [each] }));
    const parts = chunkedStream(applicationsTable(applicationViews(applications)), async () => undefined);
    await parts.next();
    expect(looks.count).toBeLessThan(100);
  });

  it('is sent in chunks of one size, even if all instances are of one application', async () => {
    const { instances } = watched(1000);
    const sizes: number[] = [];
    const pieces = applicationsTable(applicationViews([{ name: 'A', instances }]));
    for await (const part of chunkedStream(pieces, async () => undefined)) sizes.push(part.length);
    expect(sizes.length).toBeGreaterThan(5);
    expect(Math.max(...sizes)).toBeLessThan(17_000);
  });
});

describe('the explanation below the banner', () => {
  const pageOf = (language: string, situation: Situation) => {
    const numbers = numbersFor(situation);
    return aDashboard({
      warningBanner: warningBanner(numbers),
      explanation: explain(numbers, situation.instances),
      messages: messagesFor(language),
    });
  };
  const between = (page: string) => /Renews threshold 6 (.*) DS Replicas/.exec(visibleText(page))?.[1];

  it('has the sum, its meaning and how to change it', () => {
    const small = between(pageOf('en', { instances: 3, renewsLastMinute: 4 }));
    expect(small).toMatch(/^EMERGENCY! /);
    expect(small).toContain(
      'The calculation: 4 expected clients (3 registered, plus one that a server counts from the start) ' +
        '× 2 heartbeats a minute expected of each × 0.85 = 6.8, rounded down to 6: the threshold. In the last full minute 4 came, not more than that; in the running one 1 so far. ' +
        'It means: With 3 instances nothing will ever be evicted: once one dies, the 2 left are expected to send 4 heartbeats a minute, ' +
        'and it takes more than 6. In so small a registry that is normal, not a fault; but an instance that dies stays listed, unless it read the change feed. ' +
        'To change it: From 7 instances on, one that dies is evicted (once they have been counted again, see renewal-threshold-update-interval-ms). Or enableSelfPreservation: false',
    );

    const large = between(pageOf('en', { instances: 100, renewsLastMinute: 160 }));
    expect(large).toContain(
      'At least 12 more heartbeats a minute, as many as 6 instances send. Are they gone for good?',
    );
  });

  it.each([
    [3, 'nothing will ever be evicted'],
    [7, 'nothing is evicted until they have been counted again'],
    [12, 'nothing is evicted until they have been counted again'],
  ])('says of %i instances that %s', (instances, says) => {
    expect(visibleText(pageOf('en', { instances, renewsLastMinute: 0 }))).toContain(says);
  });

  it('is Chinese if the browser asks for it; banner and other texts stay English', () => {
    const page = pageOf('zh-CN', { instances: 3, renewsLastMinute: 4 });
    expect(between(page)).toMatch(/^EMERGENCY! .* JUST TO BE SAFE\. 算式：/);
    expect(between(page)).toContain(
      '× 每个每分钟预期心跳 2 次 × 0.85 = 6.8，向下取整为 6，这就是阈值。上一个完整的一分钟收到心跳 4 次',
    );
    expect(between(page)).toContain(
      '只有 3 个实例时，永远不会剔除任何实例：一个宕机后，其余 2 个每分钟预期只有 4 次心跳',
    );
    expect(between(page)).toContain('达到 7 个实例后，一个宕机的实例会被剔除');
    expect(page).toContain('<html lang="en">');
    expect(page).toContain('<section class="why" lang="zh-CN">');
  });

  it('is shown even without a banner while nothing is evicted', () => {
    const page = pageOf('en', { instances: 3, renewsLastMinute: 6, settled: false });
    expect(page).not.toContain('class="banner');
    expect(visibleText(page)).toContain('With 3 instances nothing will ever be evicted');
  });

  it.each(['en', 'zh'])('has a text for every reason (%s)', (language) => {
    const reasons = [
      { instances: 0 },
      { instances: 1, renewsLastMinute: 0 },
      { instances: 3, expectedClients: 0 },
      { instances: 3, enabled: false },
      { instances: 3, percent: 1, renewsLastMinute: 0 },
      { instances: 100, renewsLastMinute: 0, settled: false },
      { instances: 100, renewsLastMinute: 0 },
    ];
    const texts = reasons.map((situation) => between(pageOf(language, situation)) ?? '');
    expect(new Set(texts).size).toBe(reasons.length);
    for (const each of texts) expect(each).not.toMatch(/undefined|NaN|\$\{/);
  });
});

describe('the warning of shared ids', () => {
  const duplicateIds = [{ app: 'SHOP', id: 'web-1', addresses: ['a:1', 'b:2'], at: 0 }];

  it('is missing while there are none', () => {
    expect(aDashboard()).not.toContain('share one id');
  });

  it('names id and addresses', () => {
    expect(visibleText(aDashboard({ duplicateIds }))).toMatch(
      /Two instances share one id SHOP web-1 : from a:1 and b:2 ; last seen 1970-01-01T.* DS Replicas/,
    );
    const chinese = aDashboard({ duplicateIds, messages: messagesFor('zh') });
    expect(visibleText(chinese)).toMatch(/两个实例使用了同一个 id SHOP web-1 ：来自 a:1 和 b:2 ；/);
    expect(chinese).toContain('<section class="shared" lang="zh-CN">');
  });

  it('is limited to a few lines', () => {
    const many = Array.from({ length: 1000 }, (_, index) => ({ ...duplicateIds[0]!, id: `web-${index}` }));
    const text = visibleText(aDashboard({ duplicateIds: many }));
    expect(text).toContain('web-19 ');
    expect(text).not.toContain('web-20 ');
    expect(text).toContain('and 980 more');
  });
});

describe('the page of the last leases', () => {
  it("has the two tabs of Spring's dashboard, without a script", () => {
    const page = aLastLeasesPage({ registered: [{ at: 0, lease: 'SHOP(web-1)' }] });
    expect(visibleText(page)).toMatch(
      /^Eureka - Last N events .* DS Replicas Last 1000 cancelled leases Last 1000 newly registered leases Timestamp Lease No results available Timestamp Lease \w+ \d+, 19\d\d, .* SHOP\(web-1\)$/,
    );
    expect(page).toContain('href="#cancelled"');
    expect(page).toContain('<section class="pane" id="cancelled"');
  });
});
