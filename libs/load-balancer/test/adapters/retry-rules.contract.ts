import { MaybeSentError } from '../../src/core/errors.js';
import type { Candidate } from '../../src/core/instance-source.js';
import { fixedList } from '../../src/core/instance-source.js';
import { LoadBalancer } from '../../src/load-balancer.js';
import type { LoadBalancerParts } from '../../src/options/load-balancer-parts.js';
import { providers, type FaultyProvider } from './faulty-providers.js';

export interface WireRequest {
  readonly method?: 'GET' | 'HEAD' | 'PUT' | 'POST' | 'DELETE';
  readonly body?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface WireResponse {
  readonly status: number;
  readonly text: string;
  /** Value of the header `Retry-After`. */
  readonly retryAfter?: string;
}

/** One library that makes calls. */
export interface Wire {
  call(url: string, request: WireRequest): Promise<WireResponse>;
  close(): Promise<void> | void;
}

export interface WireFacts {
  /** True if a response is returned once its body has been read. */
  readonly readsBodies: boolean;
  /** True if a body can be sent again. */
  readonly keepsBodies?: boolean;
}

/** Short connect timeout, so that a black hole does not slow the specs down. */
export const connectTimeoutMs = 500;

/** Rules for retries that hold on real sockets for every library. */
export function itFollowsTheRetryRules(
  name: string,
  make: (balancer: LoadBalancer) => Wire,
  { readsBodies, keepsBodies = true }: WireFacts,
): void {
  describe(`${name} follows the retry rules`, () => {
    let running: FaultyProvider[];
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
    /** A balancer whose first try goes to the first provider. */
    const balancerFor = (list: readonly FaultyProvider[], parts: Partial<LoadBalancerParts> = {}) =>
      new LoadBalancer({
        source: fixedList({ payment: list.map(({ candidate }) => candidate) }),
        strategy: () => (all: readonly Candidate[]) => all[0],
        ...parts,
      });
    const wireOf = (balancer: LoadBalancer) => {
      const made = make(balancer);
      wires.push(made);
      return made;
    };
    const wireTo = (list: readonly FaultyProvider[], parts?: Partial<LoadBalancerParts>) =>
      wireOf(balancerFor(list, parts));
    const failureOf = (call: Promise<unknown>) =>
      call.then(
        () => undefined,
        (error: unknown) => unwrapped(error),
      );

    it('asks the source again once when every known instance refuses', async () => {
      const [gone, healthy] = [await start('refusing'), await start('healthy')];
      let known = [gone.candidate];
      let refreshes = 0;
      const source = {
        instances: () => known,
        services: () => ['payment'],
        refresh: async () => {
          refreshes++;
          known = [healthy.candidate];
        },
      };
      const { call } = wireOf(balancerFor([], { source }));
      expect((await call('http://payment/x', { method: 'POST', body: 'x' })).text).toBe('healthy x');
      expect(refreshes).toBe(1);
    });

    describe('tries the next instance when nothing was sent', () => {
      it.each([
        ['refusing', 'GET'],
        ['refusing', 'PUT'],
        ['refusing', 'POST'],
        ['refusing', 'DELETE'],
        ['black hole', 'GET'],
        ['black hole', 'POST'],
      ] as const)('%s, by %s', async (kind, method) => {
        const [faulty, healthy] = [await start(kind), await start('healthy')];
        const body = method === 'PUT' || method === 'POST' ? 'x' : undefined;
        const response = await wireTo([faulty, healthy]).call('http://payment/x', { method, body });
        expect(response).toEqual({ status: 200, text: body ? 'healthy x' : 'healthy' });
        expect([faulty.seen(), healthy.seen()]).toEqual([0, 1]);
      });
    });

    describe('tries the next instance, and ejects this one, when the handshake of TLS fails', () => {
      it.each([
        'self-signed certificate',
        'unknown authority',
        'expired certificate',
        'no certificate',
        'plain HTTP instead of TLS',
        'hangs up in the handshake',
      ] as const)('%s', async (kind) => {
        const [faulty, healthy] = [await start(kind), await start('healthy')];
        const balancer = balancerFor([faulty, healthy]);
        const wire = wireOf(balancer);
        const post = { method: 'POST', body: 'x' } as const;
        expect((await wire.call('http://payment/x', post)).text).toBe('healthy x');
        expect(balancer.ejected('payment')).toEqual([faulty.candidate]);
        expect((await wire.call('http://payment/x', {})).text).toBe('healthy');
        expect([faulty.seen(), healthy.seen()]).toEqual([0, 2]);
      });

      it('and says why if there is no other', async () => {
        const wire = wireTo([await start('self-signed certificate')]);
        const error = await failureOf(wire.call('http://payment/x', { method: 'POST', body: 'x' }));
        expect(error).toMatchObject({ code: 'LB_ALL_FAILED' });
        expect(String(error)).toMatch(/self-signed \(self.signed certificate[^)]*, 127/);
      });
    });

    describe('when the connection breaks before the first byte of the response', () => {
      it.each(['GET', 'PUT', 'DELETE'] as const)('retries %s', async (method) => {
        const [faulty, healthy] = [await start('reset before the first byte'), await start('healthy')];
        const response = await wireTo([faulty, healthy]).call('http://payment/x', { method });
        expect(response.text).toBe('healthy');
        expect([faulty.seen(), healthy.seen()]).toEqual([1, 1]);
      });

      it('does not retry POST', async () => {
        const [faulty, healthy] = [await start('reset before the first byte'), await start('healthy')];
        const error = await failureOf(
          wireTo([faulty, healthy]).call('http://payment/x', { method: 'POST', body: 'x' }),
        );
        expect(error).toBeInstanceOf(MaybeSentError);
        expect([faulty.seen(), healthy.seen()]).toEqual([1, 0]);
      });

      it('retries POST if the policy includes every method', async () => {
        const [faulty, healthy] = [await start('reset before the first byte'), await start('healthy')];
        const wire = wireTo([faulty, healthy], { retry: { everyMethod: true } });
        const call = wire.call('http://payment/x', { method: 'POST', body: 'x' });
        if (keepsBodies) expect((await call).text).toBe('healthy x');
        else expect(await failureOf(call)).toMatchObject({ code: 'LB_ALL_FAILED' });
      });

      it('does not retry GET if the policy excludes broken connections', async () => {
        const [faulty, healthy] = [await start('reset before the first byte'), await start('healthy')];
        const wire = wireTo([faulty, healthy], { retry: { retryOn: ['timeout'] } });
        expect(await failureOf(wire.call('http://payment/x', {}))).toMatchObject({ code: 'LB_ALL_FAILED' });
        expect(healthy.seen()).toBe(0);
      });
    });

    describe('when an instance accepts and never responds', () => {
      it('retries GET after the limit of the try', async () => {
        const [faulty, healthy] = [await start('hangs after accepting'), await start('healthy')];
        const wire = wireTo([faulty, healthy], { retry: { perTryTimeoutMs: 1000 } });
        expect((await wire.call('http://payment/x', {})).text).toBe('healthy');
      });

      it('reports that POST may have arrived', async () => {
        const [faulty, healthy] = [await start('hangs after accepting'), await start('healthy')];
        const wire = wireTo([faulty, healthy], { retry: { perTryTimeoutMs: 1000 } });
        const error = await failureOf(wire.call('http://payment/x', { method: 'POST', body: 'x' }));
        expect(error).toBeInstanceOf(MaybeSentError);
        expect(healthy.seen()).toBe(0);
      });

      it('ends at the limit of the whole call', async () => {
        const faulty = [await start('hangs after accepting'), await start('hangs after accepting')];
        const error = await failureOf(wireTo(faulty).call('http://payment/x', { timeoutMs: 100 }));
        expect(error).toMatchObject({ code: 'LB_ALL_FAILED' });
        expect(String(error)).toContain('the time limit of the call is over');
      });

      it('ends at once when the caller aborts', async () => {
        const faulty = await start('hangs after accepting');
        const healthy = await start('healthy');
        const controller = new AbortController();
        const wire = wireTo([faulty, healthy]);
        const call = failureOf(wire.call('http://payment/x', { signal: controller.signal }));
        while (faulty.seen() === 0) await new Promise((done) => setImmediate(done));
        controller.abort();
        expect(String(await call)).toMatch(/abort|cancel/i);
        expect(healthy.seen()).toBe(0);
      });
    });

    it('ends at once when the caller aborts while connecting', async () => {
      const [faulty, healthy] = [await start('black hole'), await start('healthy')];
      const controller = new AbortController();
      const call = failureOf(
        wireTo([faulty, healthy]).call('http://payment/x', { signal: controller.signal }),
      );
      await new Promise((done) => setImmediate(done));
      controller.abort();
      expect(String(await call)).toMatch(/abort|cancel/i);
      expect(healthy.seen()).toBe(0);
    });

    it('sends nothing for a call that was aborted before', async () => {
      const healthy = await start('healthy');
      const call = wireTo([healthy]).call('http://payment/x', { signal: AbortSignal.abort() });
      expect(String(await failureOf(call))).toMatch(/abort|cancel/i);
      expect(healthy.seen()).toBe(0);
    });

    describe('when an instance responds with 503', () => {
      it('returns the response', async () => {
        const [faulty, healthy] = [await start('busy'), await start('healthy')];
        expect(await wireTo([faulty, healthy]).call('http://payment/x', {})).toEqual({
          status: 503,
          text: 'busy',
        });
        expect(healthy.seen()).toBe(0);
      });

      it('retries if the policy lists the status', async () => {
        const [faulty, healthy] = [await start('busy'), await start('healthy')];
        const wire = wireTo([faulty, healthy], { retry: { retryOn: [503] } });
        expect((await wire.call('http://payment/x', {})).text).toBe('healthy');
      });

      it('returns the last response if every instance responds so', async () => {
        const faulty = [await start('busy'), await start('busy')];
        const wire = wireTo(faulty, { retry: { retryOn: [503] } });
        expect(await wire.call('http://payment/x', {})).toEqual({ status: 503, text: 'busy' });
        expect(faulty.map((each) => each.seen())).toEqual([1, 1]);
      });

      it('retries GET if the instance is shutting down', async () => {
        const [faulty, healthy] = [await start('closing'), await start('healthy')];
        expect((await wireTo([faulty, healthy]).call('http://payment/x', {})).text).toBe('healthy');
      });
    });

    describe('when the response breaks off', () => {
      if (readsBodies) {
        it('retries GET', async () => {
          const [faulty, healthy] = [await start('half a body'), await start('healthy')];
          expect((await wireTo([faulty, healthy]).call('http://payment/x', {})).text).toBe('healthy');
        });

        it('does not retry POST', async () => {
          const [faulty, healthy] = [await start('half a body'), await start('healthy')];
          const call = wireTo([faulty, healthy]).call('http://payment/x', { method: 'POST', body: 'x' });
          expect(await failureOf(call)).toBeInstanceOf(MaybeSentError);
        });
      } else {
        it('fails the reader of the body', async () => {
          const [faulty, healthy] = [await start('half a body'), await start('healthy')];
          expect(await failureOf(wireTo([faulty, healthy]).call('http://payment/x', {}))).toBeInstanceOf(
            Error,
          );
        });
      }
    });
  });
}

/** Error that fetch wraps. */
function unwrapped(error: unknown): unknown {
  const { cause, code } = error as { cause?: unknown; code?: unknown };
  const isBalancerError = typeof code === 'string' && code.startsWith('LB_');
  return isBalancerError || !(error instanceof TypeError) || !cause ? error : unwrapped(cause);
}
