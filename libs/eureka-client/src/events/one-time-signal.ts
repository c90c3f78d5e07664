/** Signal of an event that happens once, or never. */
export class OneTimeSignal {
  private outcome: boolean | undefined;
  private readonly waiting: ((outcome: boolean) => void)[] = [];

  /** Resolves to true once the signal is raised, to false once it is cancelled. */
  wait(): Promise<boolean> {
    if (this.outcome !== undefined) return Promise.resolve(this.outcome);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  get isRaised(): boolean {
    return this.outcome === true;
  }

  raise(): void {
    this.settle(true);
  }

  cancel(): void {
    this.settle(false);
  }

  /** Raises or cancels the signal, unless it is settled already. */
  settle(outcome: boolean): void {
    this.outcome ??= outcome;
    for (const resolve of this.waiting.splice(0)) resolve(this.outcome);
  }
}
