import { Payment } from '@eureka-nest/common-api';
import { QueryFailedError, type DataSource } from 'typeorm';
import { PaymentRepository } from '../../src/payment.repository.js';
import { Children } from '../builders/children.js';
import { optionsOf, type Dialect, type TestDatabase } from '../builders/dialect.js';
import { connect } from '../../src/persistence/connect.js';
import { Database } from '../../src/persistence/database.js';

const silent = { log: () => undefined, warn: () => undefined };
const seed = [
  { id: 31, serial: '尚硅谷111' },
  { id: 32, serial: 'atguigu002' },
  { id: 34, serial: 'atguigu002' },
  { id: 35, serial: 'atguigu002' },
];

/** Requirements on a database, for any type. */
export function itKeepsPayments(name: string, dialect: Dialect): void {
  describe(`payments in ${name}`, () => {
    let test: TestDatabase;
    let database: Database;
    let payments: PaymentRepository;

    const open = async (): Promise<void> => {
      database = new Database(optionsOf(test), test.options.timeLimitMs, silent);
      database.start();
      await database.whenReady();
      payments = new PaymentRepository(database);
    };
    const stored = (): Promise<Payment[]> =>
      database.run((dataSource) => dataSource.getRepository(Payment).find({ order: { id: 'ASC' } }));

    beforeEach(async () => {
      test = await dialect();
    });
    afterEach(async () => {
      await database?.stop();
      await test.drop();
    });

    describe('in one process', () => {
      beforeEach(() => open());

      it('has a table that matches the mapping', async () => {
        const { upQueries } = await database.run((dataSource) =>
          dataSource.driver.createSchemaBuilder().log(),
        );
        expect(upQueries).toEqual([]);
      });

      it("holds the course's rows, and assigns 36 as the next id", async () => {
        expect(await stored()).toEqual(seed);
        expect(await payments.insert({ serial: 'new' })).toBe(1);
        expect(await payments.findById(36)).toEqual({ id: 36, serial: 'new' });
      });

      it('keeps the rows when a provider starts again', async () => {
        await payments.insert({ serial: 'new' });
        await database.stop();
        await open();
        expect(await stored()).toEqual([...seed, { id: 36, serial: 'new' }]);
      });

      it('can revert its migrations and apply them again', async () => {
        const tables = await database.run(async (dataSource) => {
          await dataSource.undoLastMigration();
          expect(await dataSource.getRepository(Payment).count()).toBe(0);
          await dataSource.undoLastMigration();
          const runner = dataSource.createQueryRunner();
          const hasTable = await runner.hasTable('payment');
          await runner.release();
          await dataSource.runMigrations();
          return hasTable;
        });
        expect(tables).toBe(false);
        expect(await stored()).toEqual(seed);
      });

      it('finds nothing for an unknown id', async () => {
        expect(await payments.findById(33)).toBeNull();
        expect(await payments.findById(2_147_483_647)).toBeNull();
      });

      it.each([
        ['Chinese', '尚硅谷111'],
        ['200 characters', 'x'.repeat(200)],
        ['200 emojis', '😀'.repeat(200)],
        ['a quote', "'; DROP TABLE payment; --"],
        ['a backslash', '\\'],
        ['white space', ' a \t\n '],
      ])('returns %s unchanged', async (_what, serial) => {
        await payments.insert({ serial });
        expect((await stored()).at(-1)?.serial).toBe(serial);
      });

      it('loses none of 200 concurrent creates of which every tenth is rejected', async () => {
        const creates = Array.from({ length: 200 }, (_, i) =>
          payments.insert({ serial: i % 10 === 0 ? (null as unknown as string) : `s${i}` }),
        );
        const results = await Promise.allSettled(creates);
        const refused = results.filter(({ status }) => status === 'rejected');
        expect(refused).toHaveLength(20);
        for (const each of refused)
          expect((each as PromiseRejectedResult).reason).toBeInstanceOf(QueryFailedError);
        const serials = (await stored()).slice(seed.length).map(({ serial }) => serial);
        expect(serials.sort()).toEqual(Array.from({ length: 200 }, (_, i) => `s${i}`).filter((_, i) => i % 10).sort()); // prettier-ignore
        expect(database.isUp).toBe(true);
      });
    });

    describe('by several processes', () => {
      let children: Children;

      beforeAll(async () => {
        children = await Children.start(6);
      }, 30_000);
      afterAll(() => children.stop());

      it('loses none of 3 x 1000 creates, and assigns unique ids', async () => {
        const errands = ['a', 'b', 'c'].map((each) => ({ task: 'create' as const, name: each, times: 1000 }));
        expect(await children.run(test, errands)).toEqual([1000, 1000, 1000]);
        await open();
        const created = (await stored()).slice(seed.length);
        expect(created).toHaveLength(3000);
        expect(new Set(created.map(({ id }) => id)).size).toBe(3000);
        expect(new Set(created.map(({ serial }) => serial)).size).toBe(3000);
      }, 30_000);

      it('serializes transactions that read and then write', async () => {
        const errands = ['a', 'b', 'c'].map((each) => ({
          task: 'read-then-write' as const,
          name: each,
          times: 200,
        }));
        expect(await children.run(test, errands)).toEqual([200, 200, 200]);
        await open();
        expect(await stored()).toHaveLength(seed.length + 600);
      }, 30_000);

      it('is migrated once by six processes that start together, round after round', async () => {
        const errands = Array.from({ length: 6 }, (_, i) => ({
          task: 'migrate' as const,
          name: `p${i}`,
          times: 1,
        }));
        for (let round = 0; round < 5; round++) {
          const own = await dialect();
          expect(await children.run(own, errands)).toEqual([4, 4, 4, 4, 4, 4]);
          await own.drop();
        }
      }, 30_000);

      it('waits for a process that migrates, and takes over when it is killed', async () => {
        await children.run(test, [{ task: 'migrate-forever', name: 'busy', times: 1 }]);
        let connected = false;
        const connecting = connect(optionsOf(test)).then((dataSource: DataSource) => {
          connected = true;
          return dataSource;
        });
        await new Promise((resolve) => setTimeout(resolve, 300));
        expect(connected).toBe(false);
        await children.kill();
        await (await connecting).destroy();
        await open();
        expect(await stored()).toEqual(seed);
      }, 30_000);
    });
  });
}
