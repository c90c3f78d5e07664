import { ConsoleLogger, type LogLevel } from '@nestjs/common';
import type { LogFormat } from '../settings/app.options.js';

/**
 * Contexts of Nest's start-up lines: with six processes side by side they drown everything else.
 */
const startUpContexts = /^(NestFactory|InstanceLoader|RoutesResolver|RouterExplorer|NestApplication)$/;

/**
 * Nest's logger with the process's name in each line and without Nest's start-up lines. It writes
 * text, or one JSON object a line for a log collector.
 */
export class AppLogger extends ConsoleLogger {
  constructor(
    private readonly name: string,
    levels: readonly LogLevel[] = ['log', 'warn', 'error'],
    format: LogFormat = 'text',
  ) {
    const json = format === 'json';
    super({ logLevels: [...levels, 'fatal'], json, compact: true, colors: !json && takesColors() });
  }

  override log(message: unknown, ...rest: unknown[]): void {
    if (!startUpContexts.test(String(rest.at(-1)))) super.log(message, ...(rest as [string]));
  }

  /** Drops Nest's line about a failed listen; `exitOnFailure` logs the error that follows. */
  override error(message: unknown, ...rest: unknown[]): void {
    if (rest.at(-1) !== 'NestApplication') super.error(message, ...(rest as [string]));
  }

  /** `2026-11-28T02:41:46.007Z payment-provider-8001   LOG [Registrar] registered …` */
  protected override formatMessage(
    level: LogLevel,
    message: unknown,
    _pid: string,
    _level: string,
    context: string,
  ): string {
    const head = `${new Date().toISOString()} ${this.name.padEnd(21)} ${level.toUpperCase().padStart(5)}`;
    return `${this.colorize(head, level)} ${context}${this.stringifyMessage(message, level)}\n`;
  }

  protected override getJsonLogObject(...given: Parameters<ConsoleLogger['getJsonLogObject']>): JsonLine {
    const { timestamp, level, pid, ...rest } = super.getJsonLogObject(...given);
    return { timestamp: new Date(timestamp).toISOString(), level, app: this.name, pid, ...rest } as never;
  }
}

type JsonLine = ReturnType<ConsoleLogger['getJsonLogObject']>;

/** Colours are for terminals: a file or a pipe gets them only on demand, by `FORCE_COLOR`. */
function takesColors({ NO_COLOR, FORCE_COLOR } = process.env): boolean {
  if (NO_COLOR) return false;
  return FORCE_COLOR === undefined ? process.stdout.isTTY === true : !/^(0|false)$/.test(FORCE_COLOR);
}
