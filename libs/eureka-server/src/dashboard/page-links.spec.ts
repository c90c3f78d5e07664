import { linksFrom } from './page-links.js';

describe("the page's own links", () => {
  it.each([
    ['home', '/', '/'],
    ['home', '/dash', '/dash/'],
    ['home', '/dash/', '/dash/'],
    ['home', '/context/dash', '/context/dash/'],
    ['lastLeases', '/lastn', '/'],
    ['lastLeases', '/lastn/', '/'],
    ['lastLeases', '/dash/lastn', '/dash/'],
  ] as const)('from the page %s at %s lead home to %s', (here, path, home) => {
    const links = linksFrom(here, path);
    const from = new URL(path, 'http://registry');
    expect(new URL(links.home, from).pathname).toBe(home);
    expect(new URL(links.lastLeases, from).pathname).toBe(`${home}lastn`);
  });

  it('are relative, since a proxy may serve the page below another path', () => {
    expect(linksFrom('home', '/dash')).toEqual({
      current: 'home',
      home: './dash/',
      lastLeases: './dash/lastn',
    });
  });
});
