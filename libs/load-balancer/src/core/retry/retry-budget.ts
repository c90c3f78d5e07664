import type { Clock } from '@eureka-nest/runtime/time';

export interface BudgetRules {
  /** Retries as a part of the calls, from 0 to 1. */
  readonly share: number;
  /** Retries per second that are always allowed, for services with few calls. */
  readonly perSecond: number;
}

const spanMs = 10_000;
const slots = 10;

/**
 * Limits retries to a small part of the calls of the last 10 s. Without it every caller of an
 * overloaded service would retry, and with three tries per call its load would triple just when it
 * can bear least (Finagle: RetryBudget).
 */
export class RetryBudget {
  private readonly calls = new Array<number>(slots).fill(0);
  private readonly retries = new Array<number>(slots).fill(0);
  private slot = 0;

  constructor(
    private readonly rules: BudgetRules,
    private readonly clock: Clock,
  ) {}

  /** Counts a call, which earns part of a retry. */
  deposit(now = this.clock()): void {
    this.advance(now);
    this.calls[this.slot % slots]!++;
  }

  /** Takes one retry. @returns false if none is left */
  withdraw(): boolean {
    this.advance(this.clock());
    const allowed = this.rules.share * sum(this.calls) + (this.rules.perSecond * spanMs) / 1000;
    if (sum(this.retries) + 1 > allowed) return false;
    this.retries[this.slot % slots]!++;
    return true;
  }

  /** Empties the slots that are older than the span. */
  private advance(now: number): void {
    const slot = Math.floor(now / (spanMs / slots));
    if (slot === this.slot) return;
    const passed = Math.min(slots, Math.max(0, slot - this.slot));
    for (let ago = 0; ago < passed; ago++)
      this.calls[(slot - ago) % slots] = this.retries[(slot - ago) % slots] = 0;
    this.slot = slot;
  }
}

const sum = (numbers: readonly number[]): number => numbers.reduce((all, each) => all + each, 0);
