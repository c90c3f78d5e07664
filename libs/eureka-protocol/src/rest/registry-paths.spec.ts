import { paths } from './registry-paths.js';

it('are the paths that Java clients and peers request', () => {
  expect([paths.apps(), paths.delta(), paths.batch()]).toEqual([
    'apps/',
    'apps/delta',
    'peerreplication/batch/',
  ]);
  expect(paths.app('SHOP')).toBe('apps/SHOP');
  expect(paths.instance('SHOP', 'web-1')).toBe('apps/SHOP/web-1');
  expect(paths.status('SHOP', 'web-1')).toBe('apps/SHOP/web-1/status');
  expect(paths.metadata('SHOP', 'web-1')).toBe('apps/SHOP/web-1/metadata');
});

it('stay below the service URL for any name', () => {
  const url = new URL(paths.instance('MY SHOP', 'host:shop:80/?#%中'), 'http://localhost:7001/eureka/');
  expect(url.pathname).toBe('/eureka/apps/MY%20SHOP/host%3Ashop%3A80%2F%3F%23%25%E4%B8%AD');
  expect(url.search + url.hash).toBe('');
  expect(decodeURIComponent(url.pathname.split('/').at(-1) ?? '')).toBe('host:shop:80/?#%中');
});
