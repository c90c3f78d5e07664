import { type LogLevel, logLevel, oneOf, port, text } from './kinds.js';
import { applySettings, setting } from './setting.js';

export type LogFormat = 'text' | 'json';

/** Options of every process. */
export class AppOptions {
  /** The port to listen on; 0 means any free port. */
  @setting('server.port', port, 'PORT')
  readonly port: number = 8080;

  /**
   * Address to listen on: `localhost` is this machine only (IPv4 and IPv6), `0.0.0.0` every
   * network.
   */
  @setting('server.address', text, 'HOST')
  readonly host: string = 'localhost';

  /** Log level: `debug` (with heartbeats and fetches), `log` (Spring's INFO), `warn` or `error`. */
  @setting('logging.level.root', logLevel, 'LOG_LEVEL')
  readonly logLevel: LogLevel = 'log';

  /** Log lines: `text` for people, `json` (one object a line) for log collectors. */
  @setting('logging.format', oneOf('text', 'json'), 'LOG_FORMAT')
  readonly logFormat: LogFormat = 'text';

  constructor(given: Partial<AppOptions> = {}) {
    applySettings(this, given);
  }
}
