import { setTimeout as pause } from 'node:timers/promises';
import { StatementRefusedError } from '../../src/errors.js';
import { PaymentRepository } from '../../src/payment.repository.js';
import { Database } from '../../src/persistence/database.js';
import type { SqliteDatabase } from '../../src/persistence/sqlite-driver.js';
import { drivers, optionsOf, sqlite, type TestDatabase } from '../builders/dialect.js';
import { until } from '../builders/until.js';

const names = process.getBuiltinModule?.('node:sqlite')
  ? (['libsql', 'node:sqlite'] as const)
  : (['libsql'] as const);

describe.each(names)('a SQLite file that another process has locked (%s)', (driver) => {
  let test: TestDatabase;
  let database: Database;
  let payments: PaymentRepository;
  let logged: string[];
  let other: SqliteDatabase;

  const open = (timeLimitMs: number): void => {
    const logger = { log: (text: string) => void logged.push(text), warn: (text: string) => void logged.push(text) }; // prettier-ignore
    database = new Database(optionsOf(test), timeLimitMs, logger);
    payments = new PaymentRepository(database);
    database.start();
  };
  const opened = async (timeLimitMs: number): Promise<void> => {
    open(timeLimitMs);
    await database.whenReady();
  };
  const lock = (): void => {
    other = new drivers[driver](test.options.file, { timeout: 0 });
    other.exec('BEGIN IMMEDIATE');
  };
  const serials = (): Promise<string[]> =>
    database.run(async (of) =>
      (await of.query('SELECT serial FROM payment WHERE id > 35 ORDER BY id')).map(
        ({ serial }: { serial: string }) => serial,
      ),
    );

  beforeEach(async () => {
    logged = [];
    test = await sqlite(driver)();
  });
  afterEach(async () => {
    other.close();
    await database.stop();
    await test.drop();
  });

  it('lets a create wait while timers and reads go on, and stores it once when unlocked', async () => {
    await opened(20_000);
    lock();
    let stored: number | undefined;
    const create = payments.insert({ serial: 'patient' }).then((rows) => (stored = rows));
    for (let turn = 0; turn < 20; turn++) {
      await pause(1);
      expect(await payments.findById(31)).toMatchObject({ id: 31 });
    }
    expect(stored).toBeUndefined();
    other.exec('ROLLBACK');
    expect(await create).toBe(1);
    expect(await serials()).toEqual(['patient']);
    expect(logged).toHaveLength(1);
  });

  it('lets 200 creates wait in the order of their arrival', async () => {
    await opened(20_000);
    lock();
    const expected = Array.from({ length: 200 }, (_, i) => `s${i}`);
    const creates = Promise.all(expected.map((serial) => payments.insert({ serial })));
    await pause(20);
    other.exec('ROLLBACK');
    await creates;
    expect(await serials()).toEqual(expected);
  });

  it('refuses creates after the time limit, stores none of them, and stays connected', async () => {
    await opened(50);
    lock();
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, i) => payments.insert({ serial: `s${i}` })),
    );
    for (const result of results) {
      const { reason } = result as PromiseRejectedResult;
      expect(reason).toBeInstanceOf(StatementRefusedError);
      expect(reason).toMatchObject({
        statusCode: 503,
        reason: 'SQLITE_BUSY: database is locked',
        message: expect.stringContaining('locked by another process'),
      });
    }
    expect(await payments.findById(31)).toMatchObject({ id: 31 });
    expect(database.isUp).toBe(true);
    other.exec('ROLLBACK');
    expect(await payments.insert({ serial: 'later' })).toBe(1);
    expect(await serials()).toEqual(['later']);
    expect(logged).toHaveLength(1);
  });

  it('does not delay the start of a provider whose tables exist', async () => {
    await opened(1000);
    await database.stop();
    lock();
    await opened(1000);
    expect(await payments.findById(31)).toMatchObject({ id: 31 });
  });

  it('lets a provider start whose tables are missing, once it is unlocked', async () => {
    await opened(1000);
    await database.run((of) => of.query('DROP TABLE payment'));
    await database.run((of) => of.query('DELETE FROM migrations'));
    await database.stop();
    lock();
    logged.splice(0);
    open(1000);
    await until(() => logged.length > 0);
    expect(logged).toEqual(['database not reachable (SQLITE_BUSY: database is locked): retrying']);
    other.exec('ROLLBACK');
    await database.whenReady();
    expect(await payments.findById(31)).toMatchObject({ id: 31 });
  });
});
