import { createHash } from 'node:crypto';
import { anInstance } from '@eureka-nest/protocol/testing';
import type { SelfPreservationNumbers } from '../../core/self-preservation.js';
import { dashboardPage, type DashboardView } from './dashboard-page.js';
import { applicationViews, bannerView, replicaView } from './dashboard-view.js';
import { lastLeasesPage } from './last-leases-page.js';
import { contentSecurityPolicy } from './layout.js';

const view: DashboardView = {
  system: [[['Environment', 'test']], [['Renews threshold', 6]]],
  replicas: [],
  applications: [],
  generalInfo: [['num-of-cpus', 2]],
  instanceInfo: [['status', 'UP']],
};
/** What a person sees: no tags, one space. */
const seen = (text: string) =>
  text
    .replace(/<style>.*<\/style>/s, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

describe('the page of a registry', () => {
  it("has the original's sections in the original's order", () => {
    expect(seen(dashboardPage(view).text)).toBe(
      'Eureka Home Last 1000 since startup System Status Environment test Renews threshold 6 DS Replicas ' +
        'Instances currently registered with Eureka Application AMIs Availability Zones Status No instances available ' +
        'General Info num-of-cpus 2 Instance Info status UP',
    );
  });

  it('lists applications by name and instances by status, each linked to its status page', () => {
    const applications = applicationViews([
      {
        name: 'B',
        instances: [
          anInstance({ port: 2 }),
          anInstance({ port: 1 }),
          anInstance({ port: 3, status: 'DOWN' }),
        ],
      },
      { name: 'A', instances: [anInstance({ instanceId: 'plain', statusPageUrl: 'javascript:alert(1)' })] },
    ]);
    const { text } = dashboardPage({ ...view, applications });
    expect(seen(text)).toContain(
      'Status A n/a (1) (1) UP (1) - plain B n/a (3) (3) UP (2) - payment1 , payment2 DOWN (1) - payment3',
    );
    expect(text).toContain(
      '<a href="http://localhost:1/actuator/info" target="_blank" rel="noopener noreferrer">payment1</a>',
    );
    expect(text).toContain('<span class="red large"><b>DOWN</b>');
    expect(text).not.toContain('javascript:');
  });

  it('counts images and zones of Amazon', () => {
    const metadata = { 'ami-id': 'ami-1', 'availability-zone': 'us-east-1c' };
    const instances = [1, 2].map((port) =>
      anInstance({ port, dataCenterInfo: { name: 'Amazon', metadata } }),
    );
    const [application] = applicationViews([{ name: 'A', instances }]);
    expect(application).toMatchObject({ amis: [['ami-1', 2]], zones: [['us-east-1c', 2]] });
  });

  it('escapes whatever an instance calls itself, and lets no script run', () => {
    const evil = `"><script>alert('x')</script>`;
    const instances = [anInstance({ instanceId: evil, statusPageUrl: `http://x/${evil}` })];
    const { text } = dashboardPage({ ...view, applications: applicationViews([{ name: evil, instances }]) });
    expect(text).not.toContain('<script');
    expect(text).not.toContain('"">');
    const [, style = ''] = /<style>(.*)<\/style>/s.exec(text) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(contentSecurityPolicy).toContain(
      `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'`,
    );
  });

  it("links a peer's page, not its base URL, and says whether it answers", () => {
    const replicas = ['http://us:pw@localhost:7002/eureka/', 'http://host/context/eureka/v2/'].map((url) =>
      replicaView(url, 'up'),
    );
    expect(replicas).toEqual([
      { name: 'localhost:7002', page: 'http://localhost:7002/', state: 'up' },
      { name: 'host', page: 'http://host/context/', state: 'up' },
    ]);
    expect(seen(dashboardPage({ ...view, replicas }).text)).toContain(
      'DS Replicas localhost:7002 (up) host (up)',
    );
  });

  it('lists the last leases', () => {
    const text = seen(lastLeasesPage(view, [{ at: 0, lease: 'SHOP(web-1)' }], []).text);
    expect(text).toMatch(
      /newly registered leases Timestamp Lease \w+ \d+, 19\d\d, .* SHOP\(web-1\) Last 1000 cancelled leases/,
    );
    expect(text).toContain('No results available');
  });
});

describe('the red line', () => {
  const numbers = (enabled: boolean, below: boolean): SelfPreservationNumbers => ({
    enabled,
    expectedClients: 2,
    renewsPerClient: 2,
    percent: 0.85,
    threshold: 3,
    renewsLastMinute: 2,
    allowsEviction: () => !enabled,
    isBelowThreshold: () => below,
  });

  it.each([
    [
      true,
      true,
      /^EMERGENCY! EUREKA MAY BE INCORRECTLY CLAIMING INSTANCES ARE UP WHEN THEY'RE NOT\. RENEWALS ARE LESSER THAN THRESHOLD/,
    ],
    [
      false,
      true,
      /^RENEWALS ARE LESSER THAN THE THRESHOLD\. THE SELF PRESERVATION MODE IS TURNED OFF\. THIS MAY NOT/,
    ],
    [false, false, /^THE SELF PRESERVATION MODE IS TURNED OFF\. THIS MAY NOT PROTECT INSTANCE EXPIRY/],
  ])('self-preservation %s, below the threshold %s', (enabled, below, words) => {
    const banner = bannerView(numbers(enabled, below));
    expect(banner?.text).toMatch(words);
    expect(seen(dashboardPage({ ...view, banner }).text)).toContain(
      '2 heartbeats came in the last minute, the threshold is 3',
    );
  });

  it('is not there where all is well', () => {
    expect(bannerView(numbers(true, false))).toBeUndefined();
  });
});
