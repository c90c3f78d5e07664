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
  isSecret: true,
};

/** The database of the payments: a SQLite file that all providers share, or MySQL or MariaDB. */
export class DatabaseOptions {
  /** Type of database: `sqlite` needs no installation, `mysql` is MySQL or MariaDB. */
  @setting('spring.datasource.platform', oneOf('sqlite', 'mysql'), 'DB_TYPE')
  readonly type: 'sqlite' | 'mysql' = 'sqlite';

  /** SQLite's file; its folder is created if missing. */
  @setting('spring.datasource.file', text, 'DB_FILE')
  readonly file: string = 'data/eureka-nest.db';

  /**
   * MySQL as one URL, such as `mysql://root:123456@localhost:3306/db2019`; overrides the other
   * settings.
   */
  @setting('spring.datasource.url', text, 'DATABASE_URL')
  readonly url?: string;

  /** Host of MySQL. */
  @setting('spring.datasource.host', text, 'DB_HOST')
  readonly host: string = '127.0.0.1';

  /** Port of MySQL. */
  @setting('spring.datasource.port', port, 'DB_PORT')
  readonly port: number = 3306;

  /** User name for MySQL. */
  @setting('spring.datasource.username', text, 'DB_USER')
  readonly user: string = 'root';

  /** Password for MySQL. */
  @setting('spring.datasource.password', password, 'DB_PASSWORD')
  readonly password: string = '123456';

  /** Schema that holds the table. */
  @setting('spring.datasource.name', text, 'DB_NAME')
  readonly name: string = 'db2019';

  /** Time limit for connecting and for each statement, after which the database counts as down. */
  @setting('spring.datasource.max-wait', milliseconds, 'DB_TIME_LIMIT_MS')
  readonly timeLimitMs: number = 3000;

  constructor(given: Partial<DatabaseOptions> = {}) {
    applySettings<DatabaseOptions>(this, given);
    if (this.url === undefined || isMysqlUrl(this.url)) return;
    throw new InvalidOptionError(
      'url (DATABASE_URL)',
      this.url,
      'like mysql://user:password@host:3306/db2019',
    );
  }
}

function isMysqlUrl(given: string): boolean {
  if (!URL.canParse(given)) return false;
  const { protocol, hostname, pathname, username, password } = new URL(given);
  const isLogin = [username, password].every(isDecodable);
  return /^(mysql|mariadb):$/.test(protocol) && hostname !== '' && pathname.length > 1 && isLogin;
}

/** False for a `%` that is not the start of an encoded character. */
function isDecodable(part: string): boolean {
  try {
    return decodeURIComponent(part) !== undefined;
  } catch {
    return false;
  }
}
