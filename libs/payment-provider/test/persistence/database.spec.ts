import { writeFile, rm } from 'node:fs/promises';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { dirname } from 'node:path';
import { DatabaseDownError } from '../../src/errors.js';
import { optionsOf, sqlite, type TestDatabase } from '../builders/dialect.js';
import { until } from '../builders/until.js';
import { dataSourceOptions } from '../../src/persistence/data-source-options.js';
import { DatabaseOptions } from '../../src/persistence/database.options.js';
import { Database } from '../../src/persistence/database.js';

describe('a database that cannot be reached', () => {
  let said: string[];
  let database: Database;
  let server: Server;

  const logger = {
    log: (text: string) => void said.push(text),
    warn: (text: string) => void said.push(text),
  };
  const ask = () => database.run((dataSource) => dataSource.query('SELECT 1 AS one'));
  const mysqlAt = (port: number, timeLimitMs: number) =>
    new Database(
      dataSourceOptions(new DatabaseOptions({ type: 'mysql', port, timeLimitMs })),
      timeLimitMs,
      logger,
    );

  beforeEach(() => {
    said = [];
    server = createServer();
  });
  afterEach(async () => {
    await database.stop();
    server.close();
  });

  /** Something that is no database. */
  const listening = async (onConnection: (socket: Socket) => void): Promise<number> => {
    server.on('connection', onConnection).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  it('is told in one line, and fails each question quickly', async () => {
    const port = await listening(() => undefined);
    server.close();
    database = mysqlAt(port, 60_000);
    database.start();
    await until(() => said.length > 0);
    expect(said).toEqual([`database not reachable (ECONNREFUSED 127.0.0.1:${port}): retrying`]);
    expect(database.isUp).toBe(false);

    const began = performance.now();
    const errors = await Promise.all(
      Array.from({ length: 50 }, () => ask().catch((error: unknown) => error)),
    );
    expect(performance.now() - began).toBeLessThan(4000);
    for (const error of errors) {
      expect(error).toBeInstanceOf(DatabaseDownError);
      expect(error).toMatchObject({
        code: 'PAYMENT_DATABASE_DOWN',
        reason: `ECONNREFUSED 127.0.0.1:${port}`,
      });
    }
  });

  it('is tried again and again, and told of once', async () => {
    let tries = 0;
    const port = await listening((socket) => {
      tries++;
      socket.destroy();
    });
    database = mysqlAt(port, 3000);
    database.start();
    await until(() => tries >= 4);
    expect(said).toEqual([expect.stringMatching(/^database not reachable \(.+\): retrying$/)]);
  });

  it('fails a question within the time limit when it takes the connection and says nothing', async () => {
    const sockets: Socket[] = [];
    const port = await listening((socket) => void sockets.push(socket));
    database = mysqlAt(port, 200);
    database.start();
    await expect(ask()).rejects.toThrow(DatabaseDownError);
    await until(() => said.length > 0);
    expect(said[0]).toMatch(/^database not reachable \(connect ETIMEDOUT/);
    sockets.forEach((socket) => socket.destroy());
  });

  describe('and is a file', () => {
    let test: TestDatabase;

    beforeEach(async () => {
      test = await sqlite('libsql')();
    });
    afterEach(() => test.drop());

    it('is there as soon as its folder can be made', async () => {
      await writeFile(dirname(test.options.file), '');
      database = new Database(optionsOf(test), 3000, logger);
      database.start();
      await expect(ask()).rejects.toThrow('EEXIST');
      await rm(dirname(test.options.file));
      await database.whenReady();
      expect(await ask()).toEqual([{ one: 1 }]);
      expect(said).toEqual([
        expect.stringMatching(/^database not reachable \(EEXIST.*\): retrying$/),
        `database ready: SQLite ${test.options.file}`,
      ]);
    });

    it('answers a question that comes before it is there', async () => {
      database = new Database(optionsOf(test), 3000, logger);
      database.start();
      expect(await ask()).toEqual([{ one: 1 }]);
    });

    it('throws what the database refuses as it is, and goes on', async () => {
      database = new Database(optionsOf(test), 3000, logger);
      database.start();
      await expect(database.run((of) => of.query('INSERT INTO payment (id) VALUES (31)'))).rejects.toThrow(
        'UNIQUE',
      );
      expect(database.isUp).toBe(true);
      expect(said).toHaveLength(1);
    });

    it('connects no more once it is stopped', async () => {
      database = new Database(optionsOf(test), 3000, logger);
      database.start();
      await database.stop();
      await expect(ask()).rejects.toThrow(DatabaseDownError);
      expect(database.isUp).toBe(false);
    });
  });
});
