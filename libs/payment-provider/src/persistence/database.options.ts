import {
  applySettings,
  InvalidOptionError,
  milliseconds,
  oneOf,
  port,
  setting,
  text,
  type Kind,
} from '@eureka-nest/runtime';

const password: Kind<string> = {
  allowed: 'a text',
  accepts: (value) => typeof value === 'string',
  read: (given) => given,
};

/** Where the payments are kept: a SQLite file that all providers share, or MySQL and its kin. */
export class DatabaseOptions {
  /** The kind of database: `sqlite` needs nothing installed, `mysql` is MySQL or MariaDB. */
  @setting('spring.datasource.platform', oneOf('sqlite', 'mysql'), 'DB_TYPE')
  readonly type: 'sqlite' | 'mysql' = 'sqlite';

  /** SQLite's file; its folder is created. */
  @setting('spring.datasource.file', text, 'DB_FILE')
  readonly file: string = 'data/eureka-nest.db';

  /** MySQL in one line, such as `mysql://root:123456@localhost:3306/db2019`; where it is set it wins over all the others. */
  @setting('spring.datasource.url', text, 'DATABASE_URL')
  readonly url?: string;

  /** The machine MySQL runs on. */
  @setting('spring.datasource.host', text, 'DB_HOST')
  readonly host: string = '127.0.0.1';

  /** The port MySQL listens on. */
  @setting('spring.datasource.port', port, 'DB_PORT')
  readonly port: number = 3306;

  /** The user MySQL knows. */
  @setting('spring.datasource.username', text, 'DB_USER')
  readonly user: string = 'root';

  /** That user's password. */
  @setting('spring.datasource.password', password, 'DB_PASSWORD')
  readonly password: string = '123456';

  /** The schema that holds the table. */
  @setting('spring.datasource.name', text, 'DB_NAME')
  readonly name: string = 'db2019';

  /** How long MySQL may take to connect or to answer before it counts as down. */
  @setting('spring.datasource.max-wait', milliseconds, 'DB_TIME_LIMIT_MS')
  readonly timeLimitMs: number = 3000;

  constructor(given: Partial<DatabaseOptions> = {}) {
    applySettings<DatabaseOptions>(this, given);
    if (this.url === undefined || isMysqlUrl(this.url)) return;
    throw new InvalidOptionError(
      'url (DATABASE_URL)',
      withoutLogin(this.url),
      'like mysql://user:password@host:3306/db2019',
    );
  }
}

function isMysqlUrl(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, pathname } = new URL(given);
  return /^(mysql|mariadb):$/.test(protocol) && hostname !== '' && pathname.length > 1;
}

/** What is shown on a terminal must not tell the password. */
const withoutLogin = (given: string): string => given.replace(/\/\/.*@/, '//***@');
