import { dataSourceOptions, databaseLocation } from './data-source-options.js';
import { DatabaseOptions } from './database.options.js';
import { LibsqlDatabase, NodeSqliteDatabase, sqliteDriver } from './sqlite-driver.js';

const optionsFor = (given: Partial<DatabaseOptions>) => dataSourceOptions(new DatabaseOptions(given));

describe('dataSourceOptions', () => {
  it('yields a SQLite file by default', () => {
    const options = optionsFor({});
    expect(options).toMatchObject({
      type: 'better-sqlite3',
      database: 'data/eureka-nest.db',
      timeout: 0,
    });
    expect(databaseLocation(options)).toBe('SQLite data/eureka-nest.db');
  });

  it("yields the course's MySQL for type mysql", () => {
    const options = optionsFor({ type: 'mysql' });
    expect(options).toMatchObject({
      type: 'mysql',
      host: '127.0.0.1',
      port: 3306,
      username: 'root',
      password: '123456',
      database: 'db2019',
      charset: 'utf8mb4',
    });
    expect(databaseLocation(options)).toBe('MySQL 127.0.0.1:3306/db2019');
  });

  it.each([
    ['mysql://pay:s%40me%3A@db.example:3307/pay', 'db.example', 3307, 'pay', 's@me:', 'pay'],
    ['mariadb://root@[::1]/db2019?ssl=no', '::1', 3306, 'root', '', 'db2019'],
    ['mysql://h/p%C3%A4', 'h', 3306, 'root', '', 'pä'],
  ])('splits %s, which overrides the other settings', (url, host, port, username, password, database) => {
    const options = optionsFor({ type: 'sqlite', url, host: 'other', password: 'other' });
    expect(options).toMatchObject({ type: 'mysql', host, port, username, password, database });
    expect(databaseLocation(options)).not.toContain('s@me');
  });
});

describe('sqliteDriver', () => {
  it.each([
    ['20.20.2', LibsqlDatabase],
    ['22.22.0', LibsqlDatabase],
    ['24.21.0', NodeSqliteDatabase],
    ['26.0.0', NodeSqliteDatabase],
  ])('is for Node %s the one without a warning', (version, driver) => {
    expect(sqliteDriver(version)).toBe(driver);
  });
});
