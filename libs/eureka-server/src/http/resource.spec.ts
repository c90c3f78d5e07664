import { Resources, type Resource } from './resource.js';

const resource = (path: string): Resource => ({ path, methods: {} });
const resources = new Resources(
  ['apps', 'apps/delta', 'apps/:app', 'apps/:app/:name', 'apps/:app/:name/status', 'vips/:name'].map(
    resource,
  ),
);
const found = (path: string) => {
  const { resource: its, app, name, version } = resources.find(path) ?? {};
  return its && [its.path, app, name, version];
};

describe('a path', () => {
  it.each([
    ['apps', ['apps', '', '', 'v2']],
    ['apps/', ['apps', '', '', 'v2']],
    ['v2/apps', ['apps', '', '', 'v2']],
    ['v1/apps/', ['apps', '', '', 'v1']],
    ['V1/apps', ['apps', '', '', 'v1']],
    ['apps/delta', ['apps/delta', '', '', 'v2']],
    ['apps/DELTA', ['apps/:app', 'DELTA', '', 'v2']],
    ['apps/shop/a%3Ab', ['apps/:app/:name', 'SHOP', 'a:b', 'v2']],
    ['apps/shop/a%2Fb', ['apps/:app/:name', 'SHOP', 'a/b', 'v2']],
    ['apps/shop;x=1/web;y/status', ['apps/:app/:name/status', 'SHOP', 'web', 'v2']],
    ['apps/v2/v2', ['apps/:app/:name', 'V2', 'v2', 'v2']],
    ['vips/Shop', ['vips/:name', '', 'Shop', 'v2']],
    ['apps/shop/constructor', ['apps/:app/:name', 'SHOP', 'constructor', 'v2']],
  ])('%s is found', (path, meant) => {
    expect(found(path)).toEqual(meant);
  });

  it.each([
    '',
    '/',
    'v2',
    'v2/',
    '/apps',
    'apps//',
    'apps//x',
    'v2/v2/apps',
    'V2/apps',
    'Apps',
    'vips/',
    'apps/a/b/c',
    '__proto__',
  ])('"%s" is not found', (path) => {
    expect(found(path)).toBeUndefined();
  });

  it('with a broken escape throws', () => {
    expect(() => found('apps/%E0%A4%A')).toThrow(URIError);
  });
});
