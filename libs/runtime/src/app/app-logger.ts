import { ConsoleLogger, type LogLevel } from '@nestjs/common';

/**
 * Contexts of Nest's start-up lines: with six processes side by side they drown everything else.
 */
const startUpContexts = /^(NestFactory|InstanceLoader|RoutesResolver|RouterExplorer|NestApplication)$/;

/** Nest's logger with the process's name in each line and without Nest's start-up lines. */
export class AppLogger extends ConsoleLogger {
  constructor(
    private readonly name: string,
    levels: readonly LogLevel[] = ['log', 'warn', 'error'],
  ) {
    super({ logLevels: [...levels, 'fatal'] });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!startUpContexts.test(String(rest.at(-1)))) super.log(message, ...(rest as [string]));
  }

  /** Drops Nest's line about a failed listen; `exitOnFailure` logs the error that follows. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'NestApplication') super.error(message, ...(rest as [string]));
  }

  /** `02:41:46 payment-provider-8001   LOG [Registrar] registered …` */
  protected override formatMessage(
    level: LogLevel,
    message: unknown,
    _pid: string,
    _level: string,
    context: string,
  ): string {
    const time = new Date().toTimeString().slice(0, 8);
    const head = `${time} ${this.name.padEnd(21)} ${level.toUpperCase().padStart(5)}`;
    return `${this.colorize(head, level)} ${context}${this.stringifyMessage(message, level)}\n`;
  }
}
