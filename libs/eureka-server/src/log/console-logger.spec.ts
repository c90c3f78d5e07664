import { consoleLogger } from './console-logger.js';

describe('the console logger', () => {
  let printed: string[];
  beforeEach(() => {
    jest.useFakeTimers({ now: Date.UTC(2026, 10, 28, 12, 0, 0, 7) });
    printed = [];
    const print = (line: unknown) => void printed.push(String(line));
    jest.spyOn(console, 'debug').mockImplementation(print);
    jest.spyOn(console, 'log').mockImplementation(print);
    jest.spyOn(console, 'warn').mockImplementation(print);
    jest.spyOn(console, 'error').mockImplementation(print);
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
  });

  const write = (level?: Parameters<typeof consoleLogger>[0]) => {
    const logger = consoleLogger(level)('Registry');
    logger.debug('a');
    logger.log('b');
    logger.warn('c');
    logger.error('d', 'Error: d\n    at e');
    return logger;
  };

  it('prints time, level, context and text', () => {
    write('debug');
    expect(printed).toEqual([
      '2026-11-28T12:00:00.007Z DEBUG [Registry] a',
      '2026-11-28T12:00:00.007Z   LOG [Registry] b',
      '2026-11-28T12:00:00.007Z  WARN [Registry] c',
      '2026-11-28T12:00:00.007Z ERROR [Registry] d\nError: d\n    at e',
    ]);
  });

  it('prints one JSON object a line', () => {
    consoleLogger('log', 'json')('Registry').error('d', 'Error: d\n    at e');
    expect(printed.map((line) => JSON.parse(line))).toEqual([
      {
        timestamp: '2026-11-28T12:00:00.007Z',
        level: 'error',
        context: 'Registry',
        message: 'd',
        stack: 'Error: d\n    at e',
      },
    ]);
    expect(printed).toHaveLength(1);
  });

  it('drops what is below its level, and says so for debug lines', () => {
    expect(write('debug').isDebugEnabled?.()).toBe(true);
    printed = [];
    expect(write().isDebugEnabled?.()).toBe(false);
    expect(printed).toHaveLength(3);
    printed = [];
    write('error');
    expect(printed).toHaveLength(1);
  });
});
