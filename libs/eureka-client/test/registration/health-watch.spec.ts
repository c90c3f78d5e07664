import type { InstanceStatus } from '@eureka-nest/protocol';
import { type Health, HealthWatch } from '../../src/registration/health-watch.js';
import { RecordingLogger } from '../builders/recording-logger.js';

describe('the health watch', () => {
  let log: RecordingLogger;
  let status: InstanceStatus;
  let set: InstanceStatus[];
  let watch: HealthWatch;

  beforeEach(() => {
    jest.useFakeTimers();
    log = new RecordingLogger();
    status = 'UP';
    set = [];
  });
  afterEach(async () => {
    await watch.stop();
    jest.useRealTimers();
  });
  const watching = (health: Health) => {
    const own = { get: () => status, set: (to: InstanceStatus) => void set.push((status = to)) };
    watch = new HealthWatch(health, own, { intervalMs: 1000, limitMs: 100 }, log);
    watch.start();
  };
  const after = (ms: number) => jest.advanceTimersByTimeAsync(ms);

  it.each<[string, Health, InstanceStatus[]]>([
    ['false is DOWN', () => false, ['DOWN']],
    ['a status is that status', () => Promise.resolve('UNKNOWN' as const), ['UNKNOWN']],
    ['undefined changes nothing', () => undefined, []],
    ['true changes nothing where it is UP', () => true, []],
    ['a fault is DOWN', () => Promise.reject(new Error('no database')), ['DOWN']],
    ['silence is DOWN', () => new Promise(() => undefined), ['DOWN']],
  ])('%s', async (_, health, expected) => {
    watching(health);
    await after(150);
    expect(set).toEqual(expected);
  });

  it('checks at its interval, and logs each change once with its reason', async () => {
    const answers = [true, false, false, true];
    let asked = 0;
    watching(() => {
      const answer = answers[asked++];
      if (answer === false) throw new Error('no database');
      return answer;
    });
    await after(3500);
    expect(set).toEqual(['DOWN', 'UP']);
    expect(log.shown).toEqual(['log health check: DOWN (Error: no database)', 'log health check: UP']);
  });

  it.each(['STARTING', 'OUT_OF_SERVICE'] as const)(
    'QUIRK(HealthCheckCallbackToHandlerBridge): does not check while the instance is %s',
    async (held) => {
      status = held;
      let asked = 0;
      watching(() => {
        asked++;
        return true;
      });
      await after(2500);
      expect([asked, set]).toEqual([0, []]);
    },
  );

  it('does not undo a status that was set during the check', async () => {
    watching(async () => {
      status = 'OUT_OF_SERVICE';
      return false;
    });
    await after(50);
    expect(set).toEqual([]);
  });
});
