import { DecoratorHandler, type Dispatcher } from 'undici';
import type { Call, Try } from '../../call/call.js';
import { isIdempotent } from '../../core/failure.js';
import { at, isAddress, parseServiceUrl, type ServiceUrl } from '../../core/service-url.js';
import { Deadlines } from '../../call/timer-wheel.js';
import { hostNames } from '../http/host-names.js';
import { spanned } from '../http/http-span.js';
import type { LoadBalancer } from '../../load-balancer.js';
import { isObserved } from '../../observability/telemetry.js';
import { CallController } from './call-controller.js';
import { type Beginning, type DispatchedCall, DispatchTry } from './dispatch-try.js';
import { withHeaders } from './headers.js';
import { replayable } from './replayable.js';

export interface BalancingParts {
  /** How long an answer may take to begin, with all its tries; 0 for no limit. */
  readonly timeoutMs?: number;
}

/**
 * An interceptor of undici that takes the host of an origin for the name of a service:
 * `new Agent().compose(balancing(balancer))`, for `fetch`, `request` and `stream` alike.
 */
export function balancing(
  balancer: LoadBalancer,
  { timeoutMs = 10_000 }: BalancingParts = {},
): Dispatcher.DispatcherComposeInterceptor {
  const deadlines = new Deadlines();
  return (dispatch) => (options, handler) => {
    const origin = String(options.origin);
    const target = parseServiceUrl((origin.endsWith('/') ? origin.slice(0, -1) : origin) + options.path);
    if (isAddress(target)) return dispatch(options, handler);
    void new BalancedDispatch(balancer, dispatch, target, options, handler, deadlines).run(timeoutMs);
    return true;
  };
}

/** One call of undici's, to one instance after the other. */
class BalancedDispatch implements DispatchedCall {
  readonly caller: Dispatcher.DispatchHandler;
  readonly controller = new CallController();
  readonly idempotent: boolean;
  private readonly body;

  constructor(
    private readonly balancer: LoadBalancer,
    private readonly dispatch: Dispatcher.Dispatch,
    private readonly target: ServiceUrl,
    private readonly options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
    readonly deadlines: Deadlines,
  ) {
    // Handlers of older versions speak otherwise; this one translates.
    this.caller = handler.onRequestStart
      ? handler
      : (new DecoratorHandler(handler) as Dispatcher.DispatchHandler);
    this.body = replayable(options.body);
    this.idempotent = isIdempotent(options.method);
  }

  async run(timeoutMs: number): Promise<void> {
    const { balancer, target, body, controller, idempotent } = this;
    try {
      this.caller.onRequestStart?.(controller, {});
      const call: Call<Beginning> = {
        idempotent,
        signal: controller,
        timeoutMs: timeoutMs || undefined,
        isSpent: body.isSpent,
        statusOf,
        isClosing,
        discard,
      };
      const beginning = await balancer.run(target.host, call, (_, about) => this.oneTry(about));
      beginning.handOver();
    } catch (error) {
      this.caller.onResponseError?.(controller, error as Error);
    }
  }

  private oneTry(about: Try): Promise<Beginning> {
    const { balancer, target, options } = this;
    const { candidate } = about;
    const service = target.host;
    const url = at(target, candidate);
    const there: Dispatcher.DispatchOptions & { servername?: string } = { ...options };
    there.body = this.body.next();
    there.origin = url.slice(0, url.indexOf('/', 8));
    if (balancer.hasSettings) {
      const { host, tlsName } = hostNames(balancer.settingsOf(service), service, candidate);
      if (host !== undefined) there.headers = withHeaders(options.headers, { host });
      if (tlsName !== undefined) there.servername = tlsName;
    }
    return isObserved() ? this.seen(there, about, url) : this.send(there, about);
  }

  /** With its span. */
  private seen(there: Dispatcher.DispatchOptions, about: Try, url: string): Promise<Beginning> {
    const { candidate, number } = about;
    return spanned(
      { service: this.target.host, candidate, method: there.method, url, number },
      (name, value) => void (there.headers = withHeaders(there.headers, { [name]: value })),
      () => this.send(there, about),
    );
  }

  private send(there: Dispatcher.DispatchOptions, about: Try): Promise<Beginning> {
    return new Promise((resolve, reject) => {
      this.dispatch(there, new DispatchTry(this, about, resolve, reject));
    });
  }
}

const statusOf = ({ status }: Beginning): number => status;
const isClosing = (beginning: Beginning): boolean => beginning.isClosing;
const discard = (unread: Beginning): void => unread.drop();
