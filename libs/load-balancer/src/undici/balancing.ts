import { DecoratorHandler, type Dispatcher } from 'undici';
import type { Try } from '../call.js';
import { isIdempotent } from '../core/failure.js';
import { at, isAddress, parseServiceUrl, type ServiceUrl } from '../core/service-url.js';
import { hostNames } from '../http/host-names.js';
import { wireSpan } from '../http/http-span.js';
import type { LoadBalancer } from '../load-balancer.js';
import { CallController } from './call-controller.js';
import { DispatchTry } from './dispatch-try.js';
import { withHeaders } from './headers.js';
import { replayable } from './replayable.js';
import { type Beginning, TryHandler } from './try-handler.js';

export interface BalancingParts {
  /** How long an answer may take to begin, with all its tries; 0 for no limit. */
  readonly timeoutMs?: number;
}

/**
 * An interceptor of undici that takes the host of an origin for the name of a service:
 * `new Agent().compose(balancing(balancer))`, for `fetch`, `request` and `stream` alike.
 */
export const balancing =
  (
    balancer: LoadBalancer,
    { timeoutMs = 10_000 }: BalancingParts = {},
  ): Dispatcher.DispatcherComposeInterceptor =>
  (dispatch) =>
  (options, handler) => {
    const target = parseServiceUrl(`${String(options.origin).replace(/\/$/, '')}${options.path}`);
    if (isAddress(target)) return dispatch(options, handler);
    void new BalancedDispatch(balancer, dispatch, target, options, handler).run(timeoutMs);
    return true;
  };

/** One call of undici's, to one instance after the other. */
class BalancedDispatch {
  private readonly caller: Dispatcher.DispatchHandler;
  private readonly controller = new CallController();
  private readonly body;
  private readonly idempotent: boolean;

  constructor(
    private readonly balancer: LoadBalancer,
    private readonly dispatch: Dispatcher.Dispatch,
    private readonly target: ServiceUrl,
    private readonly options: Dispatcher.DispatchOptions,
    handler: Dispatcher.DispatchHandler,
  ) {
    // Handlers of older versions speak otherwise; this one translates.
    this.caller = new DecoratorHandler(handler) as Dispatcher.DispatchHandler;
    this.body = replayable(options.body);
    this.idempotent = isIdempotent(options.method);
  }

  async run(timeoutMs: number): Promise<void> {
    const { balancer, target, body, controller, idempotent } = this;
    try {
      this.caller.onRequestStart?.(controller, {});
      const call = {
        idempotent,
        signal: controller.cancelled,
        timeoutMs: timeoutMs || undefined,
        isSpent: body.isSpent,
        statusOf,
        discard,
      };
      const beginning = await balancer.run(target.host, call, (_, about) => this.oneTry(about));
      beginning.handOver();
    } catch (error) {
      this.caller.onResponseError?.(controller, error as Error);
    }
  }

  private oneTry(about: Try): Promise<Beginning> {
    const { balancer, target, options, body, controller, idempotent } = this;
    const { candidate, number } = about;
    const url = at(target, candidate);
    const { host, tlsName } = hostNames(balancer.settingsOf(target.host), target.host, candidate);
    const extra: Record<string, string> = host === undefined ? {} : { host };
    const span = wireSpan(
      { service: target.host, candidate, method: options.method.toUpperCase(), url, number },
      (name, value) => void (extra[name] = value),
    );
    const there: Dispatcher.DispatchOptions & { servername?: string } = { ...options };
    there.body = body.next();
    there.origin = url.slice(0, url.indexOf('/', 8));
    there.headers = withHeaders(options.headers, extra);
    if (tlsName !== undefined) there.servername = tlsName;
    return new Promise<Beginning>((resolve, reject) => {
      const listener = new DispatchTry(about, idempotent, controller, span, resolve, reject);
      span.within(() => this.dispatch(there, new TryHandler(this.caller, listener)));
    });
  }
}

const statusOf = ({ status }: Beginning): number => status;
const discard = (unread: Beginning): void => unread.drop();
