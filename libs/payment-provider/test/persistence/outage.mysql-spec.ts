import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { MariaDb } from '../builders/mariadb.js';
import { testProvider, type TestProvider } from '../builders/provider.js';
import { until } from '../builders/until.js';
import { Database } from '../../src/persistence/database.js';
import { DatabaseOptions } from '../../src/persistence/database.options.js';

jest.setTimeout(60_000);

describe('a provider whose MariaDB is down at times', () => {
  let server: MariaDb;
  let app: NestFastifyApplication;
  let lines: TestProvider['lines'];

  beforeAll(async () => {
    server = await MariaDb.install();
    await server.start();
    await server.query('CREATE DATABASE db2019');
    await server.kill();
    ({ app, lines } = await testProvider(
      new DatabaseOptions({ url: server.url('db2019'), timeLimitMs: 1000 }),
    ));
    await app.init();
    await app.getHttpAdapter().getInstance().ready();
  });
  afterAll(async () => {
    await app.close();
    await server.remove();
  });

  const get = () => app.inject({ method: 'GET', url: '/payment/get/31' });
  const create = (serial: string) =>
    app.inject({ method: 'POST', url: '/payment/create', payload: { serial } });
  const comesBack = () => until(async () => (await get()).statusCode === 200);
  const databaseLines = () =>
    lines.filter(({ level, text }) => level === 'warn' || text.startsWith('database'));

  it('starts without it, with one log line', async () => {
    await until(() => lines.length > 0);
    const answer = await get();
    expect(answer.statusCode).toBe(503);
    expect(answer.json()).toMatchObject({ code: 503, data: null });
    expect(databaseLines()).toEqual([
      {
        level: 'warn',
        text: `database not reachable (ECONNREFUSED 127.0.0.1:${server.port}): retrying`,
      },
    ]);
  });

  it('serves as soon as it is up', async () => {
    await server.start();
    await app.get(Database).whenReady();
    expect((await get()).json()).toMatchObject({ code: 200, data: { id: 31, serial: '尚硅谷111' } });
    expect((await create('before')).json().code).toBe(200);
    expect(databaseLines().at(-1)).toEqual({
      level: 'log',
      text: `database ready: MySQL 127.0.0.1:${server.port}/db2019`,
    });
  });

  it('responds 503 at once when it is killed, and recovers without a restart', async () => {
    lines.splice(0);
    await server.kill();
    const began = performance.now();
    const answers = await Promise.all([get(), create('lost'), get(), get()]);
    expect(performance.now() - began).toBeLessThan(3000);
    for (const answer of answers) {
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toMatchObject({
        code: 503,
        message: expect.stringContaining('the payment database is down'),
        data: null,
      });
    }
    expect(lines.filter(({ level }) => level === 'error')).toHaveLength(4);
    expect(databaseLines()[0]?.text).toMatch(/^database connection lost \(/);

    await server.start();
    await comesBack();
    expect((await create('after')).json().code).toBe(200);
    const [{ n }] = await app
      .get(Database)
      .run((of) => of.query("SELECT COUNT(*) AS n FROM payment WHERE serial IN ('before', 'after')"));
    expect(Number(n)).toBe(2);
    // One line when it is lost, one for each reason it is not reachable, one when it is ready.
    expect(databaseLines().length).toBeLessThanOrEqual(4);
  });

  it('loses no acknowledged create while it is killed under load', async () => {
    let acknowledged = 0;
    let refused = 0;
    const ask = async (caller: number) => {
      for (let i = 0; i < 50; i++) {
        const { statusCode } = await create(`load-${caller}-${i}`);
        if (statusCode === 200) acknowledged++;
        else refused++;
        expect([200, 503]).toContain(statusCode);
      }
    };
    const callers = Promise.all(Array.from({ length: 8 }, (_, caller) => ask(caller)));
    await until(() => acknowledged > 50);
    await server.kill();
    await callers;
    expect(refused).toBeGreaterThan(0);
    await server.start();
    await comesBack();
    const [{ n }] = await app
      .get(Database)
      .run((of) => of.query("SELECT COUNT(DISTINCT serial) AS n FROM payment WHERE serial LIKE 'load-%'"));
    // A call that was cut off may have been stored; every acknowledged one has been.
    expect(Number(n)).toBeGreaterThanOrEqual(acknowledged);
  });

  it('responds 503 within its time limit while it is suspended, and recovers', async () => {
    await server.freeze();
    try {
      const began = performance.now();
      expect((await get()).statusCode).toBe(503);
      expect((await get()).statusCode).toBe(503);
      expect(performance.now() - began).toBeLessThan(3000);
    } finally {
      server.thaw();
    }
    await comesBack();
  });

  it('refuses creates with 503 while its disk is full, and goes on reading', async () => {
    lines.splice(0);
    await server.query(
      "CREATE TRIGGER db2019.full BEFORE INSERT ON db2019.payment FOR EACH ROW SIGNAL SQLSTATE 'HY000' SET MYSQL_ERRNO = 1114, MESSAGE_TEXT = 'The table is full'",
    );
    try {
      const refused = await create('x');
      expect(refused.statusCode).toBe(503);
      expect(refused.json().message).toContain('ER_RECORD_FILE_FULL: The table is full');
      expect((await get()).statusCode).toBe(200);
    } finally {
      await server.query('DROP TRIGGER db2019.full');
    }
    expect((await create('x')).statusCode).toBe(200);
    expect(databaseLines().filter(({ text }) => text.startsWith('database'))).toEqual([]);
  });

  it('creates its table again after the schema was dropped', async () => {
    await server.query('DROP DATABASE db2019');
    await server.query('CREATE DATABASE db2019');
    expect((await get()).statusCode).toBe(503);
    await comesBack();
    expect((await get()).json().data.serial).toBe('尚硅谷111');
  });

  it('logs the reason if access is denied, and connects once it is granted', async () => {
    const { app: other, lines: its } = await testProvider(
      new DatabaseOptions({ url: server.url('db2020'), timeLimitMs: 1000 }),
    );
    try {
      await other.init();
      await until(() => its.length > 0);
      expect(its[0]?.text).toBe(
        "database not reachable (ER_BAD_DB_ERROR: Unknown database 'db2020'): retrying",
      );
      await server.query('CREATE DATABASE db2020');
      await other.get(Database).whenReady();
    } finally {
      await other.close();
    }
  });
});
