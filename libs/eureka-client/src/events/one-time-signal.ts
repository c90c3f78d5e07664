/** Signal of an event that happens once, or never. */
export class OneTimeSignal {
  private outcome: boolean | Error | undefined;
  private readonly waiting: ((outcome: boolean | Error) => void)[] = [];

  /**
   * Resolves to true once the signal is raised, to false once it is cancelled.
   *
   * @throws the error with which it failed
   */
  async wait(): Promise<boolean> {
    const outcome =
      this.outcome ?? (await new Promise<boolean | Error>((resolve) => this.waiting.push(resolve)));
    if (outcome instanceof Error) throw outcome;
    return outcome;
  }

  get isRaised(): boolean {
    return this.outcome === true;
  }

  get isSettled(): boolean {
    return this.outcome !== undefined;
  }

  raise(): void {
    this.settle(true);
  }

  cancel(): void {
    this.settle(false);
  }

  fail(error: Error): void {
    this.settle(error);
  }

  /** Raises or cancels the signal or lets it fail, unless it is settled already. */
  settle(outcome: boolean | Error): void {
    this.outcome ??= outcome;
    for (const resolve of this.waiting.splice(0)) resolve(this.outcome);
  }
}
