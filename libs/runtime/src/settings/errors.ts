import { hasUnencodedLogin, maskLogins } from './mask-logins.js';

/**
 * A setting has an invalid value. `where` is the option's name, or the variable, flag or line it
 * came from. A login in the value is hidden: errors end up in logs and responses.
 */
export class InvalidOptionError extends Error {
  readonly code = 'INVALID_OPTION';
  readonly value: unknown;
  constructor(
    readonly where: string,
    value: unknown,
    readonly allowed: string,
  ) {
    const shown = maskLogins(value);
    const advice = hasUnencodedLogin(value) && !allowed.includes('percent-encoded') ? encodingAdvice : '';
    super(`${where} is ${asJson(shown)}: it must be ${allowed}${advice}`);
    this.value = shown;
  }
}

const encodingAdvice = '; the characters # / ? , @ and % of a login must be percent-encoded, # as %23';

/** The port is in use; `variable` is the environment variable that chooses another. */
export class PortUnavailableError extends Error {
  readonly code = 'PORT_UNAVAILABLE';
  constructor(
    readonly port: number,
    readonly variable: string,
    options: ErrorOptions,
  ) {
    super(
      `port ${port} is in use by another program: stop that program, or set ${variable} to a free port`,
      options,
    );
  }
}

/** A settings file cannot be parsed; `where` is the file, with line and column if known. */
export class SettingsFileError extends Error {
  readonly code = 'SETTINGS_FILE';
  constructor(
    readonly where: string,
    readonly problem: string,
    options?: ErrorOptions,
  ) {
    super(`${where}: ${problem}`, options);
  }
}

const asJson = (value: unknown): string => JSON.stringify(value) ?? String(value);
