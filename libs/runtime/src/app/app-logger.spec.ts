import { AppLogger } from './app-logger.js';

describe('the logger of an app', () => {
  const { env } = process;
  const { isTTY } = process.stdout;
  let printed: string;

  beforeEach(() => {
    jest.useFakeTimers({ now: Date.UTC(2026, 10, 28, 12, 0, 0, 7) });
    printed = '';
    const print = (text: unknown) => (printed += String(text)) !== '';
    jest.spyOn(process.stdout, 'write').mockImplementation(print);
    jest.spyOn(process.stderr, 'write').mockImplementation(print);
    process.env = {};
    process.stdout.isTTY = false;
  });
  afterEach(() => {
    jest.restoreAllMocks();
    jest.useRealTimers();
    process.env = env;
    process.stdout.isTTY = isTTY;
  });

  it('writes date, time, name, level, context and text', () => {
    new AppLogger('eureka-7001').warn('evicted A/b', 'Registry');
    expect(printed).toBe('2026-11-28T12:00:00.007Z eureka-7001            WARN [Registry] evicted A/b\n');
  });

  it.each([
    [true, {}, true],
    [false, {}, false],
    [false, { FORCE_COLOR: '1' }, true],
    [true, { FORCE_COLOR: '0' }, false],
    [true, { NO_COLOR: '1' }, false],
    [true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
  ])('to a terminal: %s, environment %j: colours %s', (terminal, given, colours) => {
    process.stdout.isTTY = terminal;
    process.env = given;
    new AppLogger('a').log('b', 'C');
    expect(printed.includes('\u001b[')).toBe(colours);
  });

  it('writes one JSON object a line, also for several lines of text, a stack and an error', () => {
    process.stdout.isTTY = true;
    const logger = new AppLogger('eureka-7001', undefined, 'json');
    logger.log('a\n"b"', 'Registry');
    logger.error('failed', 'Error: x\n    at y', 'Http');
    logger.error(new TypeError('wrong'));
    logger.debug('dropped', 'Registry');
    const [log, failed, wrong, ...none] = printed
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const common = { timestamp: '2026-11-28T12:00:00.007Z', app: 'eureka-7001', pid: process.pid };
    expect(log).toEqual({ ...common, level: 'log', context: 'Registry', message: 'a\n"b"' });
    expect(failed).toEqual({
      ...common,
      level: 'error',
      context: 'Http',
      message: 'failed',
      stack: 'Error: x\n    at y',
    });
    expect(wrong).toMatchObject({
      ...common,
      level: 'error',
      message: 'wrong',
      error: { name: 'TypeError' },
    });
    expect(none).toEqual([]);
  });
});
