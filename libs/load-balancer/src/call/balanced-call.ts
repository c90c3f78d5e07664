import type { Call, Try } from './call.js';
import {
  AllInstancesFailedError,
  BadAnswerError,
  type FailedTry,
  InstanceClosingError,
  MaybeSentError,
} from '../core/errors.js';
import type { Member, Outcome } from '../core/ejection.js';
import { classify, isTimeout } from '../core/failure.js';
import type { Group } from '../core/service-pool.js';
import type { Candidate } from '../core/instance-source.js';
import { isWorthRetrying, judgeFailure, type RetryPolicy } from '../core/retry-policy.js';
import type { LoadBalancer, ServiceState } from '../load-balancer.js';
import type { Reports } from '../observability/observer.js';
import { pause } from './time-limit.js';

/** With less time than this left no further instance is tried; timers may also be a little early. */
const worthATryMs = 20;

/** A try that is under way. */
interface Attempt extends Try {
  readonly member: Member;
  readonly group: Group;
  readonly startedAt: number;
}

/** One call: its tries, one after the other, until one is answered or none may follow. */
export class CallRun<R> {
  private state: ServiceState;
  private readonly policy: RetryPolicy;
  private readonly tries: FailedTry[] = [];
  /** Those that were asked in this round; with more tries than instances there is another. */
  private asked: Candidate[] = [];
  private rounds = 0;
  /** Why there was no further try, where it is not that nobody is left. */
  private why: string | undefined;
  private readonly beganAt: number;

  constructor(
    private readonly balancer: LoadBalancer,
    private readonly reports: Reports,
    private readonly service: string,
    private readonly call: Call<R>,
    private readonly attempt: (candidate: Candidate, about: Try) => Promise<R>,
  ) {
    this.state = balancer.stateOf(service);
    this.beganAt = balancer.clock();
    this.policy = call.retry ? { ...this.state.retry, ...call.retry } : this.state.retry;
  }

  /** Without `await` as long as all goes well: what that keeps for coming back would be most of what a call costs here. */
  run(): Promise<R> {
    const { call, state } = this;
    state.budget.called(this.beganAt);
    if (call.signal?.aborted) return Promise.reject(call.signal.reason as Error);
    const member = state.group.pick(call);
    return member ? this.ask(member, 0, this.beganAt) : this.askAfterRefresh();
  }

  private async askAfterRefresh(): Promise<R> {
    const { balancer, service, call } = this;
    return this.ask(await balancer.pickAfterRefresh(service, call, call.timeoutMs), 0);
  }

  private ask(member: Member, number: number, now = this.balancer.clock()): Promise<R> {
    const attempt = this.begin(member, number, now);
    let asked: Promise<R>;
    try {
      asked = this.attempt(attempt.candidate, attempt);
    } catch (error) {
      return this.failed(attempt, error);
    }
    return asked.then(
      (result) => this.answered(attempt, result),
      (error) => this.failed(attempt, error),
    );
  }

  private answered(attempt: Attempt, result: R): R | Promise<R> {
    const { call } = this;
    const status = call.statusOf?.(result);
    if (status === 503 && call.idempotent && call.isClosing?.(result)) {
      call.discard?.(result);
      return this.failed(attempt, new InstanceClosingError());
    }
    this.end(attempt, status !== undefined && status >= 500 ? 'bad' : 'good');
    return status === undefined || this.accepts(status) ? result : this.disliked(attempt, result, status);
  }

  /** The policy takes this answer for a failure; it is better than none where nobody else may be asked. */
  private async disliked({ candidate, number }: Attempt, result: R, status: number): Promise<R> {
    const next = await this.nextAfter(candidate, new BadAnswerError(status), true);
    if (!next) return result;
    this.call.discard?.(result);
    return this.askNext(next, number);
  }

  private async failed(attempt: Attempt, thrown: unknown): Promise<R> {
    const { call } = this;
    const next = await this.nextAfterFailure(attempt, call.meaningOf ? call.meaningOf(thrown) : thrown);
    return this.askNext(next, attempt.number);
  }

  private askNext(next: Member, number: number): Promise<R> {
    this.call.signal?.throwIfAborted();
    return this.ask(next, number + 1);
  }

  private begin(member: Member, number: number, startedAt: number): Attempt {
    const { group } = this.state;
    const { candidate } = member;
    group.begin(member);
    return {
      candidate,
      number,
      limitMs: this.limitMs(number),
      accepts: this.accepts,
      member,
      group,
      startedAt,
    };
  }

  private end({ member, candidate, group, number, startedAt }: Attempt, outcome: Outcome, error?: unknown) {
    const now = this.balancer.clock();
    const tookMs = now - startedAt;
    const changes = group.end(member, outcome, tookMs, now);
    if (changes.length > 0) this.reports.ended(this.service, changes, error);
    this.reports.tried(this.service, candidate, number, tookMs, outcome, error);
  }

  private async nextAfterFailure(attempt: Attempt, error: unknown): Promise<Member> {
    const { service, call, policy, tries } = this;
    const { candidate } = attempt;
    const reason = isTimeout(error) ? 'timeout' : 'broken';
    const failure = call.signal?.aborted ? 'not-the-connection' : classify(error);
    const verdict = judgeFailure(failure, reason, call.idempotent, policy);
    this.end(attempt, verdict === 'not-the-connection' ? 'cancelled' : 'failed', error);
    if (verdict === 'not-the-connection') throw error;
    if (verdict === 'stop' && !call.idempotent)
      throw new MaybeSentError(service, candidate, { cause: error });
    if (verdict === 'stop') {
      tries.push({ candidate, error });
      throw new AllInstancesFailedError(service, tries, `retryOn leaves out "${reason}"`);
    }
    const next = await this.nextAfter(candidate, error, verdict === 'next-on-budget');
    if (!next) throw new AllInstancesFailedError(service, tries, this.why);
    return next;
  }

  /** @returns whom to ask next, or nobody; then `why` tells the reason if there is a particular one */
  private async nextAfter(
    candidate: Candidate,
    error: unknown,
    onBudget: boolean,
  ): Promise<Member | undefined> {
    const { balancer, call, policy, service } = this;
    this.tries.push({ candidate, error });
    this.asked.push(candidate);
    if (this.tries.length >= Math.min(call.mostTries ?? Infinity, policy.attempts)) return undefined;
    if (call.isSpent?.() || this.isOutOfTime()) return undefined;
    this.state = balancer.stateOf(service);
    let next = this.state.group.pick(call, this.asked);
    if (!next && Number.isFinite(policy.attempts)) next = await this.nextRound();
    if (!next) return undefined;
    if (onBudget && !this.state.budget.spend()) {
      this.why = `the retries of this service are used up (${policy.budget.share * 100} % of its calls)`;
      return undefined;
    }
    this.reports.retried(service);
    return next;
  }

  private async nextRound(): Promise<Member | undefined> {
    const { balancer, call, policy, service } = this;
    await pause(policy.backOffMs * 2 ** this.rounds++ * balancer.chance(), call.signal);
    if (this.isOutOfTime()) return undefined;
    this.asked = [];
    this.state = balancer.stateOf(service);
    return this.state.group.pick(call);
  }

  private isOutOfTime(): boolean {
    if (this.leftMs() > worthATryMs) return false;
    this.why = 'the time limit of the call is over';
    return true;
  }

  /** The first try may take all the time there is: as the same number for each call, since Node keeps a list for each number. */
  private limitMs(number: number): number {
    const { timeoutMs = Infinity } = this.call;
    const left = number === 0 ? timeoutMs : Math.max(1, this.leftMs());
    return Math.min(left, this.policy.perTryTimeoutMs);
  }

  /** By the clock that nobody sets. */
  private leftMs(): number {
    const { timeoutMs = Infinity } = this.call;
    return timeoutMs - (this.balancer.clock() - this.beganAt);
  }

  private readonly accepts = (status: number): boolean =>
    !isWorthRetrying(status, this.call.idempotent, this.policy);
}
