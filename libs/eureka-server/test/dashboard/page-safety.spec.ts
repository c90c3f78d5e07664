import { anInstance } from '@eureka-nest/protocol/testing';
import { createHash } from 'node:crypto';
import { contentSecurityPolicy } from '../../src/dashboard/layout.js';
import { replicaView } from '../../src/dashboard/status-section.js';
import { aDashboard, aLastLeasesPage } from './pages.js';

const evil: readonly string[] = [
  `<script>alert(1)</script>`,
  `"><img src=x onerror=alert(1)>`,
  `' onmouseover='alert(1)`,
  `"onmouseover="alert(1)`,
  '</td></table></main><h1>mine</h1>',
  '</style><style>*{display:none}',
  '<!-- ',
  '&lt;script&gt;',
  '\u202Etxt.exe',
  '｟＜script＞',
];

/** Tags and attribute names of a page, without values. */
const structureOf = (page: string) =>
  [...page.matchAll(/<!--|<\/?[a-z][^\s>]*((?:\s+[a-z-]+(?:="[^"]*")?)*)\s*\/?>/gi)].map(([tag]) =>
    tag.replace(/="[^"]*"/g, '').replace(/\s+/g, ' '),
  );

describe('any name of an instance', () => {
  const dashboardOf = (name: string) => {
    const metadata = { 'ami-id': name, 'availability-zone': name };
    const instances = [
      anInstance({
        instanceId: name,
        statusPageUrl: `http://x/${name}`,
        dataCenterInfo: { name: 'Amazon', metadata },
      }),
      anInstance({ instanceId: name, statusPageUrl: name, status: 'DOWN' }),
    ];
    const duplicateIds = [{ app: name, id: name, addresses: [name, name], at: 0 }];
    return aDashboard({ duplicateIds, warningBanner: name, system: [[[name, name]], []] }, [
      { name, instances },
    ]);
  };
  const lastLeasesOf = (lease: string) =>
    aLastLeasesPage({ registered: [{ at: 0, lease }], cancelled: [{ at: 0, lease }] });

  it.each(evil)('%s changes nothing but the text', (name) => {
    for (const pageOf of [dashboardOf, lastLeasesOf]) {
      expect(structureOf(pageOf(name))).toEqual(structureOf(pageOf('web-1')));
      expect(pageOf(name)).toContain(name.replace(/[&<>"']/g, (each) => entity[each] ?? ''));
    }
  });

  const entity: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };

  it.each([
    ['http://host/info', true],
    ['HTTPS://host/info', true],
    ['javascript:alert(1)', false],
    [' javascript:alert(1)', false],
    ['java\nscript:alert(1)', false],
    ['data:text/html,<script>alert(1)</script>', false],
    ['vbscript:x', false],
    ['//host/info', false],
    ['/info', false],
    ['http:host', false],
    ['', false],
  ])('its status page %p is a link: %p', (statusPageUrl, isLink) => {
    const page = aDashboard({}, [
      { name: 'A', instances: [anInstance({ instanceId: 'web-1', statusPageUrl })] },
    ]);
    expect(page.includes('>web-1</a>')).toBe(isLink);
    expect(page.includes('<bdi>web-1</bdi>')).toBe(!isLink);
  });
});

describe('the page', () => {
  const pages = [
    aDashboard({ replicas: [replicaView('http://us:pw@peer:7002/eureka/', { is: 'in-step' })] }, [
      { name: 'A', instances: [anInstance()] },
    ]),
    aLastLeasesPage({ registered: [{ at: 0, lease: 'A(b)' }] }),
  ];

  it.each(pages)('has no script, no inline style, and one style sheet, allowed by the policy', (page) => {
    expect(page).not.toMatch(/<script|\sstyle=|\son[a-z]+=|javascript:/i);
    const sheets = [...page.matchAll(/<style>(.*?)<\/style>/gs)].map(([, text = '']) => text);
    expect(sheets).toHaveLength(1);
    const hash = createHash('sha256')
      .update(sheets[0] ?? '')
      .digest('base64');
    expect(contentSecurityPolicy).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
    );
    expect(sheets[0]).not.toMatch(/url\(|@import|https?:/);
  });

  it.each(pages)('loads nothing from other origins; it only links instances and peers', (page) => {
    const targets = [...page.matchAll(/<(\w+)[^>]*?\s(?:href|src)="([^"]*)"/g)].map(([, tag, to = '']) => ({
      tag,
      to,
    }));
    const elsewhere = targets.filter(({ to }) => /^\w+:|^\/\//.test(to) && !to.startsWith('data:'));
    expect(targets.length).toBeGreaterThan(3);
    expect(elsewhere.filter(({ tag }) => tag !== 'a')).toEqual([]);
    expect(elsewhere.map(({ to }) => to)).toEqual(
      page.includes('payment8001') ? ['http://peer:7002/', 'http://localhost:8001/actuator/info'] : [],
    );
    expect(page).not.toContain('us:pw');
  });
});
