import { DatabaseOptions } from '../src/persistence/database.options.js';
import { Database } from '../src/persistence/database.js';
import { testProvider } from './builders/provider.js';

it('describes each route of its start page in Chinese', async () => {
  const { app } = await testProvider(new DatabaseOptions({ file: ':memory:' }));
  await app.init();
  await app.get(Database).whenReady();
  const page = await app.inject({ url: '/', headers: { 'accept-language': 'zh-CN' } });
  await app.close();
  const texts = [...page.body.matchAll(/<dd>(.*)<\/dd>/g)].map(([, text]) => text);
  expect(texts.length).toBeGreaterThan(5);
  for (const text of texts) expect(text).toMatch(/\p{Script=Han}/u);
});
