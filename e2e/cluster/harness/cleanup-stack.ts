/** Steps that undo what a spec file has set up. */
export class CleanupStack {
  private readonly steps: (() => unknown)[] = [];

  /** Adds a step, which runs when the spec file ends, even if tests failed. */
  defer(step: () => unknown): void {
    this.steps.push(step);
  }

  /** Runs all steps, the last one first. */
  async unwind(): Promise<void> {
    for (const step of this.steps.splice(0).toReversed()) await step();
  }
}

/** Clean-up of the current spec file. */
export const cleanup = new CleanupStack();
