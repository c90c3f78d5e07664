/**
 * A setting has an invalid value. `where` is the option's name, or the variable, flag or line it
 * came from.
 */
export class InvalidOptionError extends Error {
  readonly code = 'INVALID_OPTION';
  constructor(
    readonly where: string,
    readonly value: unknown,
    readonly allowed: string,
  ) {
    super(`${where} is ${asJson(value)}: it must be ${allowed}`);
  }
}

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
