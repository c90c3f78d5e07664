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

describe('a database that is not reachable', () => {
  let logged: string[];
  let database: Database;
  let server: Server;

  const logger = {
    log: (text: string) => void logged.push(text),
    warn: (text: string) => void logged.push(text),
  };
  const ask = () => database.run((dataSource) => dataSource.query('SELECT 1 AS one'));
  const mysqlAt = (port: number, timeLimitMs: number) =>
    new Database(
      dataSourceOptions(new DatabaseOptions({ type: 'mysql', port, timeLimitMs })),
      timeLimitMs,
      logger,
    );

  beforeEach(() => {
    logged = [];
    server = createServer();
  });
  afterEach(async () => {
    await database.stop();
    server.close();
  });

  /** A server that is no database. */
  const listening = async (onConnection: (socket: Socket) => void): Promise<number> => {
    server.on('connection', onConnection).listen(0, '127.0.0.1');
    await once(server, 'listening');
    return (server.address() as AddressInfo).port;
  };

  it('is logged in one line, and fails each call quickly', async () => {
    const port = await listening(() => undefined);
    server.close();
    database = mysqlAt(port, 60_000);
    database.start();
    await until(() => logged.length > 0);
    expect(logged).toEqual([`database not reachable (ECONNREFUSED 127.0.0.1:${port}): retrying`]);
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

  it('is retried, but logged once', async () => {
    let tries = 0;
    const port = await listening((socket) => {
      tries++;
      socket.destroy();
    });
    database = mysqlAt(port, 3000);
    database.start();
    await until(() => tries >= 4);
    expect(logged).toEqual([expect.stringMatching(/^database not reachable \(.+\): retrying$/)]);
  });

  it('fails a call within the time limit if it accepts the connection but does not respond', async () => {
    const sockets: Socket[] = [];
    const port = await listening((socket) => void sockets.push(socket));
    database = mysqlAt(port, 200);
    database.start();
    await expect(ask()).rejects.toThrow(DatabaseDownError);
    await until(() => logged.length > 0);
    expect(logged[0]).toMatch(/^database not reachable \(connect ETIMEDOUT/);
    sockets.forEach((socket) => socket.destroy());
  });

  describe('and is a file', () => {
    let test: TestDatabase;

    beforeEach(async () => {
      test = await sqlite('libsql')();
    });
    afterEach(() => test.drop());

    it('is ready as soon as its folder can be created', async () => {
      await writeFile(dirname(test.options.file), '');
      database = new Database(optionsOf(test), 3000, logger);
      database.start();
      await expect(ask()).rejects.toThrow('EEXIST');
      await rm(dirname(test.options.file));
      await database.whenReady();
      expect(await ask()).toEqual([{ one: 1 }]);
      expect(logged).toEqual([
        expect.stringMatching(/^database not reachable \(EEXIST.*\): retrying$/),
        `database ready: SQLite ${test.options.file}`,
      ]);
    });

    it('serves a call that arrives before it is ready', async () => {
      database = new Database(optionsOf(test), 3000, logger);
      database.start();
      expect(await ask()).toEqual([{ one: 1 }]);
    });

    it('rethrows an error of a statement, and continues', async () => {
      database = new Database(optionsOf(test), 3000, logger);
      database.start();
      await expect(database.run((of) => of.query('INSERT INTO payment (id) VALUES (31)'))).rejects.toThrow(
        'UNIQUE',
      );
      expect(database.isUp).toBe(true);
      expect(logged).toHaveLength(1);
    });

    it('does not connect after it was stopped', async () => {
      database = new Database(optionsOf(test), 3000, logger);
      database.start();
      await database.stop();
      await expect(ask()).rejects.toThrow(DatabaseDownError);
      expect(database.isUp).toBe(false);
    });
  });
});
