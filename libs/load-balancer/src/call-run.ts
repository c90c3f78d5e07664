import type { Call, Try } from './call.js';
import { AllInstancesFailedError, BadAnswerError, type FailedTry, MaybeSentError } from './core/errors.js';
import type { Member, Outcome } from './core/ejection.js';
import { classify, isTimeout } from './core/failure.js';
import type { Candidate } from './core/instance-source.js';
import { isWorthRetrying, judgeFailure, type RetryPolicy } from './core/retry-policy.js';
import type { LoadBalancer, ServiceState } from './load-balancer.js';
import type { Reports } from './reports.js';
import { pause } from './time-limit.js';

/** With less time than this left no further instance is tried; timers may also be a little early. */
const worthATryMs = 20;

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
  /** Epoch ms after which no further instance is tried. */
  private readonly until: number;

  constructor(
    private readonly balancer: LoadBalancer,
    private readonly reports: Reports,
    private readonly service: string,
    private readonly call: Call<R>,
    private readonly attempt: (candidate: Candidate, about: Try) => Promise<R>,
  ) {
    this.state = balancer.stateOf(service);
    this.until = call.timeoutMs === undefined ? Infinity : balancer.clock() + call.timeoutMs;
    this.policy = call.retry ? { ...this.state.retry, ...call.retry } : this.state.retry;
  }

  async run(): Promise<R> {
    const { balancer, service, call } = this;
    call.signal?.throwIfAborted();
    this.state.budget.called();
    let member =
      this.state.group.pick(call) ?? (await balancer.pickAfterRefresh(service, call, call.timeoutMs));
    for (let number = 0; ; number++) {
      call.signal?.throwIfAborted();
      const { candidate } = member;
      const { group } = this.state;
      const startedAt = balancer.timer();
      const asked = member;
      const ended = (outcome: Outcome, error?: unknown) => {
        const tookMs = balancer.timer() - startedAt;
        this.reports.ended(service, group.end(asked, outcome, tookMs), error);
        this.reports.tried(service, candidate, number, tookMs, outcome, error);
      };
      group.begin(asked);
      let result: R;
      try {
        const limitMs = this.limitMs(number);
        result = await this.attempt(candidate, { candidate, number, limitMs, accepts: this.accepts });
      } catch (error) {
        member = await this.nextAfterFailure(candidate, error, ended);
        continue;
      }
      const status = call.statusOf?.(result);
      ended(status !== undefined && status >= 500 ? 'bad' : 'good');
      if (status === undefined || this.accepts(status)) return result;
      const next = await this.nextAfter(candidate, new BadAnswerError(status), true);
      if (!next) return result;
      call.discard?.(result);
      member = next;
    }
  }

  private async nextAfterFailure(
    candidate: Candidate,
    error: unknown,
    ended: (outcome: Outcome, error: unknown) => void,
  ): Promise<Member> {
    const { service, call, policy, tries } = this;
    const reason = isTimeout(error) ? 'timeout' : 'broken';
    const failure = call.signal?.aborted ? 'not-the-connection' : classify(error);
    const verdict = judgeFailure(failure, reason, call.idempotent, policy);
    ended(verdict === 'not-the-connection' ? 'cancelled' : 'failed', error);
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
    if (this.balancer.clock() < this.until - worthATryMs) return false;
    this.why = 'the time limit of the call is over';
    return true;
  }

  /** The first try may take all the time there is: as the same number for each call, since Node keeps a list for each number. */
  private limitMs(number: number): number {
    const { timeoutMs = Infinity } = this.call;
    const left = number === 0 ? timeoutMs : Math.max(1, this.until - this.balancer.clock());
    return Math.min(left, this.policy.perTryTimeoutMs);
  }

  private readonly accepts = (status: number): boolean =>
    !isWorthRetrying(status, this.call.idempotent, this.policy);
}
