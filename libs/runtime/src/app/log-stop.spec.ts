import { Logger } from '@nestjs/common';
import { EventEmitter } from 'node:events';
import { logStop } from './log-stop.js';

describe('the log of a process that stops', () => {
  let lines: string[];
  let source: EventEmitter;
  let forget: () => void;

  beforeEach(() => {
    lines = [];
    source = new EventEmitter();
    const record = (level: string) => (text: unknown) => void lines.push(`${level} ${String(text)}`);
    Logger.overrideLogger({ log: record('log'), warn: record('warn'), error: record('error') });
    forget = logStop(source as NodeJS.EventEmitter);
  });
  afterEach(() => Logger.overrideLogger(false));

  it('names the signal once, and the end', () => {
    source.emit('SIGTERM', 'SIGTERM', 15);
    source.emit('SIGTERM', 'SIGTERM', 15);
    source.emit('SIGINT', 'SIGINT', 2);
    expect(lines).toEqual(['log stopping (SIGTERM)']);
    source.emit('exit', 0);
    expect(lines.slice(1)).toEqual(['log stopped']);
  });

  it('has the exit code of a stop that failed', () => {
    source.emit('SIGINT', 'SIGINT', 2);
    source.emit('exit', 1);
    expect(lines).toEqual(['log stopping (SIGINT)', 'error stopped with exit code 1']);
  });

  it('is silent when a program closes its app itself', () => {
    forget();
    source.emit('exit', 0);
    expect(source.eventNames()).toEqual([]);
    expect(lines).toEqual([]);
  });
});
