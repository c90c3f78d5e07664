import { timerDelay } from '@eureka-nest/runtime/time';
import { AllInstancesFailedError, BadStatusError, type FailedTry, MaybeSentError } from '../core/errors.js';
import type { Candidate } from '../core/instance-source.js';
import type { PoolMember } from '../core/pool/pool-member.js';
import { classifyFailure, isTimeout } from '../core/retry/failure.js';
import { defaultTryLimit, isRetryable, judgeFailure, type RetryPolicy } from '../core/retry/retry-policy.js';
import type { Observer } from '../observability/observer.js';
import type { Call, Try } from './call.js';
import type { ServicePools, ServiceState } from './service-pools.js';
import { pause } from './time-limit.js';
import { TrackedTry } from './tracked-try.js';

/** Time that must be left for another try; timers may also fire a little early. */
const minTryMs = 20;
/** Longest wait for a source that is asked because all its instances failed. */
const refreshLimitMs = 2_000;
/** Longest delay of a timer; a limit beyond it is as good as none. */
const longestDelayMs = timerDelay(Infinity);

/** One call: tries one instance after another until one responds or no retry is allowed. */
export class BalancedCall<R> {
  private state: ServiceState;
  private readonly policy: RetryPolicy;
  private readonly startedAt: number;
  private readonly failures: FailedTry[] = [];
  /** Instances tried in this round; with more attempts than instances there is another round. */
  private triedInRound: Candidate[] = [];
  private rounds = 0;
  /** Reason why retries ended, unless it is that no instance is left. */
  private stopReason: string | undefined;
  /** True once the source was asked during this call. */
  private hasRefreshed = false;
  /** True once nothing could be sent to an instance: the list may be out of date. */
  private hasRefused = false;
  /** Best response so far that is worth another try; handed over unless a better one comes. */
  private kept: { readonly result: R; readonly status: number } | undefined;

  constructor(
    private readonly pools: ServicePools,
    private readonly observer: Observer,
    private readonly service: string,
    private readonly call: Call<R>,
    private readonly attempt: (candidate: Candidate, details: Try) => Promise<R>,
  ) {
    this.state = pools.of(service);
    this.startedAt = pools.clock();
    this.policy = call.retry ? { ...this.state.retry, ...call.retry } : this.state.retry;
  }

  async run(): Promise<R> {
    try {
      return await this.firstGoodResponse();
    } catch (error) {
      if (this.kept) this.call.discard?.(this.kept.result);
      throw error;
    }
  }

  private async firstGoodResponse(): Promise<R> {
    const { call, pools, service, observer } = this;
    this.state.budget.deposit(this.startedAt);
    call.signal?.throwIfAborted();
    let member = this.state.pool.pick(call) ?? (await this.pickAfterRefresh());
    for (let number = 0; member; number++) {
      call.signal?.throwIfAborted();
      const { candidate }: PoolMember = member;
      const tracked = new TrackedTry(observer, service, this.state.pool, member, number, pools.clock());
      const { isLastTry, accepts } = this;
      const limitMs = this.limitMs(number, candidate);
      const details = { candidate, number, isLast: isLastTry, limitMs, accepts };
      let result: R;
      try {
        result = await this.attempt(candidate, details);
      } catch (error) {
        member = await this.nextAfterError(tracked, error);
        continue;
      }
      const status = call.responseStatus?.(result);
      const isBad = status !== undefined && status >= 500;
      tracked.end(isBad ? 'bad' : 'good', pools.clock(), undefined, status);
      if (status === undefined || (this.accepts(status) && !this.isStopping(result, status))) {
        if (this.kept) call.discard?.(this.kept.result);
        return result;
      }
      const isWorthRetry = this.isRetryable(status) || this.isStopping(result, status);
      this.keepBetter(result, status);
      member = isWorthRetry
        ? await this.nextMember({ candidate, error: new BadStatusError(status) }, true)
        : undefined;
      if (member && this.kept?.result === result) call.keep?.(result);
    }
    return this.kept!.result;
  }

  /** The source may take a part of the call's time; the tries have the rest. */
  private async pickAfterRefresh(): Promise<PoolMember | undefined> {
    const { pools, service, call } = this;
    this.hasRefreshed = true;
    const member = await pools.pickAfterRefresh(service, call, call.timeoutMs);
    this.state = pools.of(service);
    return member;
  }

  /** True if a response with this status ends the call, which a 5xx does not while one is kept. */
  private readonly accepts = (status: number): boolean =>
    !this.isRetryable(status) && !(this.kept && status >= 500);

  private isRetryable(status: number): boolean {
    return isRetryable(status, this.call.idempotent, this.policy);
  }

  /** True if the instance announces with its 503 that it is shutting down. */
  private isStopping(result: R, status: number): boolean {
    const { call, policy } = this;
    if (status !== 503 || !call.idempotent || !call.isClosing?.(result)) return false;
    return isRetryable('broken', true, policy);
  }

  /** A response is better than an earlier one only if that is a 5xx and this is not. */
  private keepBetter(result: R, status: number): void {
    const { kept, call } = this;
    const isBetter = !kept || (kept.status >= 500 && status < 500);
    if (isBetter) this.kept = { result, status };
    const worse = isBetter ? kept?.result : result;
    if (worse !== undefined) call.discard?.(worse);
  }

  /**
   * Ends a failed try.
   *
   * @returns the member to try next, undefined if a kept response ends the call
   * @throws an error if the call must end without a response
   */
  private async nextAfterError(tracked: TrackedTry, thrown: unknown): Promise<PoolMember | undefined> {
    const { service, call, policy, failures } = this;
    const { candidate } = tracked;
    const error = call.translateError ? call.translateError(thrown) : thrown;
    const kind = call.signal?.aborted ? 'callers-fault' : classifyFailure(error);
    const reason = isTimeout(error) ? 'timeout' : 'broken';
    const verdict = judgeFailure(kind, reason, call.idempotent, policy);
    const isCallersFault = verdict === 'callers-fault';
    tracked.end(isCallersFault ? 'cancelled' : 'failed', this.pools.clock(), error);
    if (isCallersFault) throw error;
    if (verdict === 'stop' && !call.idempotent)
      throw new MaybeSentError(service, candidate, { cause: error });
    if (verdict === 'stop' && this.kept) return undefined;
    if (verdict === 'stop') {
      failures.push({ candidate, error });
      throw new AllInstancesFailedError(service, failures, `retryOn does not include "${reason}"`);
    }
    const next = await this.nextMember({ candidate, error }, verdict === 'next-on-budget');
    if (!next && !this.kept) throw new AllInstancesFailedError(service, failures, this.stopReason);
    return next;
  }

  /** Records a failed try. @returns the member to try next, undefined if the call must end */
  private async nextMember(failed: FailedTry, onBudget: boolean): Promise<PoolMember | undefined> {
    const { pools, call, policy, service, failures } = this;
    failures.push(failed);
    this.triedInRound.push(failed.candidate);
    if (!onBudget) this.hasRefused = true;
    if (failures.length >= this.maxTries) return undefined;
    if (call.isBodyConsumed?.() || this.isOutOfTime()) return undefined;
    this.state = pools.of(service);
    let next = this.state.pool.pick(call, this.triedInRound);
    if (!next && this.hasRefused) next = await this.firstOfNewlyListed();
    if (!next && Number.isFinite(policy.attempts)) next = await this.firstOfNextRound();
    if (!next) return undefined;
    if (onBudget && !this.state.budget.withdraw()) {
      const percent = policy.budget.share * 100;
      this.stopReason = `the retry budget of this service is used up (${percent} % of its calls)`;
      return undefined;
    }
    this.observer.retried(service);
    return next;
  }

  /** Asks the source once for instances that have started since; the failure can wait for that. */
  private async firstOfNewlyListed(): Promise<PoolMember | undefined> {
    const { pools, call, service } = this;
    if (this.hasRefreshed || !pools.source.refresh) return undefined;
    this.hasRefreshed = true;
    await pools.refreshWithin(Math.min(this.leftMs(), refreshLimitMs), call.signal);
    if (this.isOutOfTime()) return undefined;
    this.state = pools.of(service);
    return this.state.pool.pick(call, this.triedInRound);
  }

  /** Pauses, then picks among all instances again. */
  private async firstOfNextRound(): Promise<PoolMember | undefined> {
    const { pools, call, policy, service } = this;
    await pause(policy.backOffMs * 2 ** this.rounds++ * pools.random(), call.signal);
    if (this.isOutOfTime()) return undefined;
    this.triedInRound = [];
    this.state = pools.of(service);
    return this.state.pool.pick(call);
  }

  private isOutOfTime(): boolean {
    if (this.leftMs() > minTryMs) return false;
    this.stopReason = 'the time limit of the call is over';
    return true;
  }

  /** Limit of a try. For the first it is that of the whole call, so that calls share a timer. */
  private limitMs(number: number, candidate: Candidate): number {
    const { timeoutMs = Infinity } = this.call;
    const isFresh = number === 0 && !this.hasRefreshed;
    const left = isFresh ? timeoutMs : Math.max(1, this.leftMs());
    const limitMs = Math.min(left, this.perTryMs(candidate));
    return limitMs > longestDelayMs ? Infinity : limitMs;
  }

  private perTryMs(candidate: Candidate): number {
    const { perTryTimeoutMs } = this.policy;
    if (perTryTimeoutMs === undefined) return this.defaultTryMs(candidate);
    return perTryTimeoutMs > 0 ? perTryTimeoutMs : Infinity;
  }

  /** A try is cut short only if the call may go on, and there is an instance to go to. */
  private defaultTryMs(candidate: Candidate): number {
    const { call, policy, state, triedInRound } = this;
    const { timeoutMs = Infinity } = call;
    if (!call.idempotent || call.isBodyStreamed || timeoutMs > defaultTryLimit.forCallsUpToMs)
      return Infinity;
    if (this.isLastTry) return Infinity;
    if (!policy.retryOn.includes('timeout')) return Infinity;
    return state.pool.hasOther(candidate, call, triedInRound) ? defaultTryLimit.ms : Infinity;
  }

  private get isLastTry(): boolean {
    return this.failures.length + 1 >= this.maxTries;
  }

  private get maxTries(): number {
    return Math.min(this.call.maxTries ?? Infinity, this.policy.attempts);
  }

  private leftMs(): number {
    const { timeoutMs = Infinity } = this.call;
    return timeoutMs - (this.pools.clock() - this.startedAt);
  }
}
