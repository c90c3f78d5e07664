/** Remembers since when each process has been running without a disturbance. */
export class Steadiness {
  private readonly times = new Map<string, number>();
  private readonly disturbances = new Map<string, number>();

  /** The process is disturbed from now on, until every disturbance of it has ended. */
  begin(name: string): void {
    this.times.delete(name);
    this.disturbances.set(name, this.disturbancesOf(name) + 1);
  }

  end(name: string): void {
    const left = this.disturbancesOf(name) - 1;
    this.disturbances.set(name, left);
    if (left === 0) this.times.set(name, performance.now());
  }

  /** Infinity if the process is disturbed now. */
  since(name: string): number {
    return this.times.get(name) ?? Infinity;
  }

  isSteady(name: string): boolean {
    return this.times.has(name);
  }

  private disturbancesOf(name: string): number {
    return this.disturbances.get(name) ?? 0;
  }
}
