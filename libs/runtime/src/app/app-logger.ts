import { ConsoleLogger, type LogLevel } from '@nestjs/common';

/** Nest tells at length how it wires itself; six of these side by side hide what happens. */
const startUpContexts = new Set([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

/** Nest's own logger, with the process's name in front and one line per change of state. */
export class AppLogger extends ConsoleLogger {
  constructor(
    private readonly name: string,
    levels: readonly LogLevel[] = ['log', 'warn', 'error'],
  ) {
    super({ logLevels: [...levels, 'fatal'] });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!startUpContexts.has(String(rest.at(-1)))) super.log(message, ...(rest as [string]));
  }

  /** Nest logs a failed listen before it throws it; `exitOnFailure` tells that better, and once. */
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
