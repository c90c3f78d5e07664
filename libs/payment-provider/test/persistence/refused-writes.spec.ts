import { DatabaseDownError, StatementRefusedError } from '../../src/errors.js';
import { PaymentRepository } from '../../src/payment.repository.js';
import { Database } from '../../src/persistence/database.js';
import { optionsOf, sqlite, type TestDatabase } from '../builders/dialect.js';

const names = process.getBuiltinModule?.('node:sqlite')
  ? (['libsql', 'node:sqlite'] as const)
  : (['libsql'] as const);

describe.each(names)('a SQLite file that takes no writes (%s)', (driver) => {
  let test: TestDatabase;
  let database: Database;
  let payments: PaymentRepository;
  let logged: string[];

  beforeEach(async () => {
    logged = [];
    test = await sqlite(driver)();
    const logger = { log: (text: string) => void logged.push(text), warn: (text: string) => void logged.push(text) }; // prettier-ignore
    database = new Database(optionsOf(test), 3000, logger);
    payments = new PaymentRepository(database);
    database.start();
    await database.whenReady();
  });
  afterEach(async () => {
    await database.stop();
    await test.drop();
  });

  const pragma = (text: string) => database.run((of) => of.query(`PRAGMA ${text}`));
  const failure = (serial: string) => payments.insert({ serial }).catch((error: unknown) => error);
  const large = 'x'.repeat(50_000);

  it.each([
    ['its disk is full', 'max_page_count = 3', 'max_page_count = 100000', 'SQLITE_FULL: database or disk is full'], // prettier-ignore
    ['it is read-only', 'query_only = ON', 'query_only = OFF', 'SQLITE_READONLY: attempt to write a readonly database'], // prettier-ignore
  ])('because %s: writes fail with the reason, reads go on', async (_why, refuse, allow, reason) => {
    await pragma(refuse);
    for (let round = 0; round < 3; round++) {
      const error = await failure(large);
      expect(error).toBeInstanceOf(StatementRefusedError);
      expect(error).toMatchObject({
        code: 'PAYMENT_STATEMENT_REFUSED',
        statusCode: 503,
        expose: true,
        reason,
      });
      expect(await payments.findById(31)).toMatchObject({ id: 31 });
    }
    expect(database.isUp).toBe(true);
    await pragma(allow);
    expect(await payments.insert({ serial: large })).toBe(1);
    expect(logged).toHaveLength(1);
  });

  it('is reconnected if it cannot be read either', async () => {
    const noLongerADatabase = Object.assign(new Error('file is not a database'), { code: 'SQLITE_NOTADB' });
    const fails = database.run(async (of) => {
      await of.query('DROP TABLE payment');
      throw noLongerADatabase;
    });
    await expect(fails).rejects.toThrow(DatabaseDownError);
    expect(logged.at(-1)).toMatch(/^database connection lost \(SQLITE_NOTADB/);
  });
});
