import { type LogLine, type Moment, type PaceName, Run, type Scenario } from '@eureka-nest/playground';

export type Moments = Readonly<Partial<Record<PaceName, Moment>>>;

/** The runs of one scenario, made when their pace is first asked for. */
export class Runs {
  private readonly runs = new Map<PaceName, Run>();
  private readonly logs = new Map<PaceName, Promise<readonly LogLine[]>>();

  constructor(readonly scenario: Scenario) {}

  async at(ms: number, paces: readonly PaceName[]): Promise<Moments> {
    const moments = await Promise.all(
      paces.map(async (pace) => [pace, await this.run(pace).at(ms)] as const),
    );
    return Object.fromEntries(moments);
  }

  /** The whole log of each pace, which a run of its own calculates once. */
  wholeLogs(paces: readonly PaceName[]): Promise<readonly (readonly LogLine[])[]> {
    return Promise.all(paces.map((pace) => this.wholeLog(pace)));
  }

  private wholeLog(pace: PaceName): Promise<readonly LogLine[]> {
    const known = this.logs.get(pace);
    if (known) return known;
    const { scenario } = this;
    const log = new Run(scenario, pace).at(scenario.endMs).then((moment) => moment.log);
    this.logs.set(pace, log);
    return log;
  }

  private run(pace: PaceName): Run {
    const run = this.runs.get(pace) ?? new Run(this.scenario, pace);
    this.runs.set(pace, run);
    return run;
  }
}
