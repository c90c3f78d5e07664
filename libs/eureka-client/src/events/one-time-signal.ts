/** Something that happens once, or never will. */
export class Milestone {
  private outcome: boolean | undefined;
  private waiting: ((reached: boolean) => void)[] = [];

  /** True as soon as it is reached, false when it no longer can be. */
  wait(): Promise<boolean> {
    if (this.outcome !== undefined) return Promise.resolve(this.outcome);
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  get isReached(): boolean {
    return this.outcome === true;
  }

  reached(): void {
    this.settle(true);
  }

  missed(): void {
    this.settle(false);
  }

  private settle(outcome: boolean): void {
    this.outcome ??= outcome;
    for (const tell of this.waiting.splice(0)) tell(this.outcome);
  }
}
