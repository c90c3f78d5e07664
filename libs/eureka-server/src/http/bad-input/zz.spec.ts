import { Target } from './target.js';
it('x', async () => {
  const t = new Target({ userPassword: 's' }); await t.open().catch((e) => console.log('OPEN', String(e)));
  const r = await t.host.inject({ method: 'PROPFIND' as never, url: '/eureka/apps/x' });
  console.log('RES', r.statusCode, r.body, r.headers);
  const u = new Target({ path: '/' }); await u.open().catch((e) => console.log('OPEN', String(e)));
  const r2 = await u.host.inject({ method: 'PROPFIND' as never, url: '/apps/x' });
  console.log('RES', r2.statusCode, r2.body, (await u.host.inject('/apps')).statusCode);
  await t.close(); await u.close();
});
