import { DecoratorHandler, type Dispatcher } from 'undici';
import type { Call, Try } from '../../call/call.js';
import { TimerWheel } from '../../call/timer-wheel.js';
import { isIdempotent } from '../../core/retry/failure.js';
import { instanceUrl, parseServiceUrl, type ServiceUrl } from '../../core/service-url.js';
import type { LoadBalancer } from '../../load-balancer.js';
import { isTelemetryEnabled } from '../../observability/telemetry.js';
import { asksToClose } from '../http/connection-header.js';
import { hostNames } from '../http/host-names.js';
import { withSpan } from '../http/http-span.js';
import { CallController } from './call-controller.js';
import { type DispatchedCall, DispatchTry } from './dispatch-try.js';
import { headerOf, withHeaders } from './headers.js';
import { replayableBody } from './replayable-body.js';

export interface BalancingParts {
  /** Time limit until the response begins, with all tries; 0 for none. */
  readonly timeoutMs?: number;
}

type Options = Dispatcher.DispatchOptions & { servername?: string };

/**
 * An interceptor of undici that takes the host of an origin for a service name:
 * `new Agent().compose(balancing(balancer))`, for `fetch`, `request` and `stream` alike.
 */
export function balancing(
  balancer: LoadBalancer,
  { timeoutMs = 10_000 }: BalancingParts = {},
): Dispatcher.DispatcherComposeInterceptor {
  const timers = new TimerWheel();
  return (dispatch) => (options, handler) => {
    const origin = String(options.origin);
    const target = parseServiceUrl((origin.endsWith('/') ? origin.slice(0, -1) : origin) + options.path);
    if (target.isAddress) return dispatch(options, handler);
    const call = new BalancedDispatch(balancer, dispatch, target, options, handler, timers);
    // A rejection means that the handler threw when it was notified of an error, its last event.
    call.run(timeoutMs).catch((error: unknown) => process.emitWarning(String(error)));
    return true;
  };
}

/** One balanced call of undici. */
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
    readonly timers: TimerWheel,
  ) {
    // DecoratorHandler translates handlers of older versions of undici.
    this.caller = handler.onRequestStart
      ? handler
      : (new DecoratorHandler(handler) as Dispatcher.DispatchHandler);
    this.body = replayableBody(options.body);
    this.idempotent = isIdempotent(options.method);
  }

  async run(timeoutMs: number): Promise<void> {
    const { balancer, target, body, controller, idempotent } = this;
    try {
      this.caller.onRequestStart?.(controller, {});
      const call: Call<DispatchTry> = {
        idempotent,
        signal: controller,
        timeoutMs: timeoutMs || undefined,
        isBodyConsumed: body.isConsumed,
        isBodyStreamed: body.isStreamed,
        responseStatus,
        isClosing,
        keep,
        discard,
      };
      const responded = await balancer.run(target.host, call, (_, details) => this.sendTo(details));
      responded.deliver();
    } catch (error) {
      this.caller.onResponseError?.(controller, error as Error);
    }
  }

  keepsAlive(): boolean {
    const { reset, headers } = this.options;
    return reset !== true && !asksToClose(headerOf(headers, 'connection'));
  }

  private sendTo(details: Try): Promise<DispatchTry> {
    const { balancer, target, options } = this;
    const { candidate } = details;
    const service = target.host;
    const url = instanceUrl(target, candidate);
    const addressed: Options = { ...options };
    addressed.body = this.body.next();
    addressed.origin = url.slice(0, url.indexOf('/', 8));
    const { host, tlsName } = hostNames(balancer.settingsOf(service), service, candidate);
    if (host !== undefined) addressed.headers = withHeaders(options.headers, { host });
    if (tlsName !== undefined) addressed.servername = tlsName;
    return isTelemetryEnabled() ? this.sendTraced(addressed, details, url) : this.send(addressed, details);
  }

  private sendTraced(options: Options, details: Try, url: string): Promise<DispatchTry> {
    const { candidate, number } = details;
    return withSpan(
      { service: this.target.host, candidate, method: options.method, url, number },
      (name, value) => void (options.headers = withHeaders(options.headers, { [name]: value })),
      () => this.send(options, details),
    );
  }

  private send(options: Options, details: Try): Promise<DispatchTry> {
    return new Promise((resolve, reject) => {
      this.dispatch(options, new DispatchTry(this, details, resolve, reject));
    });
  }
}

const responseStatus = ({ status }: DispatchTry): number => status;
const isClosing = (responded: DispatchTry): boolean => responded.isClosing;
const keep = (responded: DispatchTry): void => responded.keep();
const discard = (responded: DispatchTry): void => responded.discard();
