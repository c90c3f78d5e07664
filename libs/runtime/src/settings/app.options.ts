import { logLevel, port, text } from './kinds.js';
import { applySettings, setting } from './setting.js';

/** What every process has. */
export class AppOptions {
  /** The port to listen on; 0 takes any that is free. */
  @setting('server.port', port, 'PORT')
  readonly port: number = 8080;

  /** The address to listen on: `localhost` is this machine alone (IPv4 and IPv6), `0.0.0.0` is every network. */
  @setting('server.address', text, 'HOST')
  readonly host: string = 'localhost';

  /** What the log tells: `debug` (with heartbeats and fetches), `log` (Spring's INFO), `warn` or `error`. */
  @setting('logging.level.root', logLevel, 'LOG_LEVEL')
  readonly logLevel: 'debug' | 'log' | 'warn' | 'error' = 'log';

  constructor(given: Partial<AppOptions> = {}) {
    applySettings(this, given);
  }
}
