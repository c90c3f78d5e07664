import { siteLink, sitePath } from './pages.mjs';

describe('the path of a page', () => {
  it.each([
    ['zh/course/07-standalone-eureka.md', 'zh/course/07-standalone-eureka.md'],
    ['en/playground.md', 'en/playground.md'],
    ['index.md', 'index.md'],
    ['reference/server.md', 'en/reference/server.md'],
    ['reference/README.md', 'en/reference/index.md'],
    ['errors.md', 'en/errors.md'],
  ])('%s is %s', (source, path) => {
    expect(sitePath(source)).toBe(path);
  });
});

describe('a link', () => {
  it.each([
    ['zh/course/15-load-balancing.md', '../../tour/balanced-call.md', '/en/tour/balanced-call.md'],
    ['zh/course/index.md', '07-standalone-eureka.md', '/zh/course/07-standalone-eureka.md'],
    ['reference/README.md', '../errors.md#codes', '/en/errors.md#codes'],
    ['reference/README.md', '../adr', '/en/adr/index.md'],
    ['architecture.md', 'adr/0002-settings.md', '/en/adr/0002-settings.md'],
    ['zh/course/index.md', '../', '/zh/index.md'],
  ])('of %s to %s leads to the page', (source, href, link) => {
    expect(siteLink(href, source)).toBe(link);
  });

  it('to another file of the repository leads to its host', () => {
    expect(siteLink('../../CONTRIBUTING.md#glossary', 'reference/server.md')).toBe(
      'https://github.com/eureka-nest/eureka-nest/blob/main/CONTRIBUTING.md#glossary',
    );
  });

  it.each(['http://localhost:7001/', 'mailto:a@b.example', '#here', '/zh/', 'speed.svg'])(
    '%s stays as it is',
    (href) => {
      expect(siteLink(href, 'reference/server.md')).toBe(href);
    },
  );
});
