import { MaybeSentError } from '../../src/core/errors.js';
import type { Candidate } from '../../src/core/instance-source.js';
import { fixedList } from '../../src/core/instance-source.js';
import { LoadBalancer, type LoadBalancerParts } from '../../src/load-balancer.js';
import { providers, type SickProvider } from './sick-providers.js';

export interface Asked {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly body?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** One way of making calls. */
export interface Wire {
  call(url: string, asked: Asked): Promise<{ readonly status: number; readonly text: string }>;
  close(): Promise<void> | void;
}

export interface WireFacts {
  /** An answer is read to its end before it is given out. */
  readonly readsBodies: boolean;
  /** What was sent can be sent again. */
  readonly keepsBodies?: boolean;
}

/** Gives up connecting soon, so that a black hole costs a spec no time. */
export const connectTimeoutMs = 500;

/** The rules of failure, on real sockets, whatever library makes the calls. */
export function itKeepsTheRules(
  name: string,
  make: (balancer: LoadBalancer) => Wire,
  { readsBodies, keepsBodies = true }: WireFacts,
): void {
  describe(`${name} keeps the rules of failure`, () => {
    let running: SickProvider[];
    let wires: Wire[];

    beforeEach(() => {
      running = [];
      wires = [];
    });
    afterEach(async () => {
      for (const wire of wires) await wire.close();
      await Promise.all(running.map((each) => each.stop()));
    });

    const start = async (kind: keyof typeof providers) => {
      const provider = await providers[kind]();
      running.push(provider);
      return provider;
    };
    /** A wire whose first try goes to the sick one. */
    const wireTo = (list: readonly SickProvider[], parts: Partial<LoadBalancerParts> = {}) => {
      const made = make(
        new LoadBalancer({
          source: fixedList({ payment: list.map(({ candidate }) => candidate) }),
          strategy: () => (all: readonly Candidate[]) => all[0],
          ...parts,
        }),
      );
      wires.push(made);
      return made;
    };
    const failureOf = (call: Promise<unknown>) => call.then(() => undefined, (error: unknown) => rootOf(error)); // prettier-ignore

    describe('nothing was sent, so the next is asked', () => {
      it.each([
        ['refusing', 'GET'],
        ['refusing', 'PUT'],
        ['refusing', 'POST'],
        ['refusing', 'DELETE'],
        ['black hole', 'GET'],
        ['black hole', 'POST'],
      ] as const)('%s, by %s', async (kind, method) => {
        const [sick, well] = [await start(kind), await start('well')];
        const body = method === 'PUT' || method === 'POST' ? 'x' : undefined;
        const answer = await wireTo([sick, well]).call('http://payment/x', { method, body });
        expect(answer).toEqual({ status: 200, text: body ? 'well x' : 'well' });
        expect([sick.seen(), well.seen()]).toEqual([0, 1]);
      });
    });

    describe('it broke before the first byte of the answer', () => {
      it.each(['GET', 'PUT', 'DELETE'] as const)('and %s may be asked again', async (method) => {
        const [sick, well] = [await start('reset before the first byte'), await start('well')];
        const answer = await wireTo([sick, well]).call('http://payment/x', { method });
        expect(answer.text).toBe('well');
        expect([sick.seen(), well.seen()]).toEqual([1, 1]);
      });

      it('and POST may not', async () => {
        const [sick, well] = [await start('reset before the first byte'), await start('well')];
        const error = await failureOf(
          wireTo([sick, well]).call('http://payment/x', { method: 'POST', body: 'x' }),
        );
        expect(error).toBeInstanceOf(MaybeSentError);
        expect([sick.seen(), well.seen()]).toEqual([1, 0]);
      });

      it('and POST may where the policy says that every method may', async () => {
        const [sick, well] = [await start('reset before the first byte'), await start('well')];
        const wire = wireTo([sick, well], { retry: { everyMethod: true } });
        const call = wire.call('http://payment/x', { method: 'POST', body: 'x' });
        if (keepsBodies) expect((await call).text).toBe('well x');
        else expect(await failureOf(call)).toMatchObject({ code: 'LB_ALL_FAILED' });
      });

      it('and GET may not where the policy leaves that out', async () => {
        const [sick, well] = [await start('reset before the first byte'), await start('well')];
        const wire = wireTo([sick, well], { retry: { retryOn: ['timeout'] } });
        expect(await failureOf(wire.call('http://payment/x', {}))).toMatchObject({ code: 'LB_ALL_FAILED' });
        expect(well.seen()).toBe(0);
      });
    });

    describe('it hangs after accepting', () => {
      it('and the try has its limit: GET goes on', async () => {
        const [sick, well] = [await start('hangs after accepting'), await start('well')];
        const wire = wireTo([sick, well], { retry: { perTryTimeoutMs: 1000 } });
        expect((await wire.call('http://payment/x', {})).text).toBe('well');
      });

      it('and POST is told that it may have arrived', async () => {
        const [sick, well] = [await start('hangs after accepting'), await start('well')];
        const wire = wireTo([sick, well], { retry: { perTryTimeoutMs: 1000 } });
        const error = await failureOf(wire.call('http://payment/x', { method: 'POST', body: 'x' }));
        expect(error).toBeInstanceOf(MaybeSentError);
        expect(well.seen()).toBe(0);
      });

      it('and the limit of the whole call ends it', async () => {
        const sick = [await start('hangs after accepting'), await start('hangs after accepting')];
        const error = await failureOf(wireTo(sick).call('http://payment/x', { timeoutMs: 100 }));
        expect(error).toMatchObject({ code: 'LB_ALL_FAILED' });
        expect(String(error)).toContain('the time limit of the call is over');
      });

      it('and the caller may give up at once, which is nobody’s fault', async () => {
        const sick = await start('hangs after accepting');
        const well = await start('well');
        const controller = new AbortController();
        const wire = wireTo([sick, well]);
        const call = failureOf(wire.call('http://payment/x', { signal: controller.signal }));
        while (sick.seen() === 0) await new Promise((done) => setImmediate(done));
        controller.abort();
        expect(String(await call)).toMatch(/abort|cancel/i);
        expect(well.seen()).toBe(0);
      });
    });

    it('gives up at once while it is still connecting', async () => {
      const [sick, well] = [await start('black hole'), await start('well')];
      const controller = new AbortController();
      const call = failureOf(wireTo([sick, well]).call('http://payment/x', { signal: controller.signal }));
      await new Promise((done) => setImmediate(done));
      controller.abort();
      expect(String(await call)).toMatch(/abort|cancel/i);
      expect(well.seen()).toBe(0);
    });

    it('makes no call at all that was given up before', async () => {
      const well = await start('well');
      const call = wireTo([well]).call('http://payment/x', { signal: AbortSignal.abort() });
      expect(String(await failureOf(call))).toMatch(/abort|cancel/i);
      expect(well.seen()).toBe(0);
    });

    describe('it answers 503', () => {
      it('which is an answer', async () => {
        const [sick, well] = [await start('busy'), await start('well')];
        expect(await wireTo([sick, well]).call('http://payment/x', {})).toEqual({
          status: 503,
          text: 'busy',
        });
        expect(well.seen()).toBe(0);
      });

      it('which the policy may take for a failure', async () => {
        const [sick, well] = [await start('busy'), await start('well')];
        const wire = wireTo([sick, well], { retry: { retryOn: [503] } });
        expect((await wire.call('http://payment/x', {})).text).toBe('well');
      });

      it('and is handed over when everybody answers so', async () => {
        const sick = [await start('busy'), await start('busy')];
        const wire = wireTo(sick, { retry: { retryOn: [503] } });
        expect(await wire.call('http://payment/x', {})).toEqual({ status: 503, text: 'busy' });
        expect(sick.map((each) => each.seen())).toEqual([1, 1]);
      });

      it('and closes: GET goes on', async () => {
        const [sick, well] = [await start('closing'), await start('well')];
        expect((await wireTo([sick, well]).call('http://payment/x', {})).text).toBe('well');
      });
    });

    describe('the answer breaks off', () => {
      if (readsBodies) {
        it('and GET may be asked again', async () => {
          const [sick, well] = [await start('half a body'), await start('well')];
          expect((await wireTo([sick, well]).call('http://payment/x', {})).text).toBe('well');
        });

        it('and POST may not', async () => {
          const [sick, well] = [await start('half a body'), await start('well')];
          const call = wireTo([sick, well]).call('http://payment/x', { method: 'POST', body: 'x' });
          expect(await failureOf(call)).toBeInstanceOf(MaybeSentError);
        });
      } else {
        it('and whoever reads it is told so: half an answer is none', async () => {
          const [sick, well] = [await start('half a body'), await start('well')];
          expect(await failureOf(wireTo([sick, well]).call('http://payment/x', {}))).toBeInstanceOf(Error);
        });
      }
    });
  });
}

/** What fetch wraps. */
function rootOf(error: unknown): unknown {
  const { cause, code } = error as { cause?: unknown; code?: unknown };
  const isOurs = typeof code === 'string' && code.startsWith('LB_');
  return isOurs || !(error instanceof TypeError) || !cause ? error : rootOf(cause);
}
