import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { atTheEnd } from './cleanup-stack.js';
import { missingFrom } from './listing.js';

interface Answer {
  readonly status: number;
  readonly text: string;
  /** This end of the connection: the same port, the same process at the other end. */
  readonly connection: number | undefined;
}

/** Looks at registries all the time: one that says it is ready must list everybody. */
export class Watcher {
  /** How many looks found each registry ready. */
  readonly looks: number[];
  /** What was wrong, with the time since the start. */
  readonly faults: string[] = [];
  private readonly start = performance.now();
  private readonly looking: Promise<unknown>;
  private goesOn = true;

  constructor(
    private readonly bases: readonly string[],
    private readonly names: readonly string[],
    private readonly pauseMs = 50,
  ) {
    this.looks = bases.map(() => 0);
    atTheEnd(() => this.stop());
    this.looking = Promise.all(bases.map((_, index) => this.watch(index)));
  }

  async stop(): Promise<this> {
    this.goesOn = false;
    await this.looking;
    return this;
  }

  private async watch(index: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (this.goesOn) {
      await this.look(index, agent).catch(notThere);
      await pause(this.pauseMs);
    }
    agent.destroy();
  }

  /** Asks twice whether it is ready: what it lists between two times yes is the list of a registry that is ready. */
  private async look(index: number, agent: Agent): Promise<void> {
    const base = `${this.bases[index]}`;
    const before = await ask(`${base}/health/ready`, agent);
    const listed = await ask(`${base}/eureka/apps`, agent);
    const after = await ask(`${base}/health/ready`, agent);
    const isOneProcess = new Set([before, listed, after].map(({ connection }) => connection)).size === 1;
    if (!isOneProcess || before.status !== 200 || after.status !== 200) return;
    this.looks[index] = (this.looks[index] ?? 0) + 1;
    const fault = faultOf(listed, this.names);
    if (fault) this.faults.push(`${base} after ${Math.round(performance.now() - this.start)} ms: ${fault}`);
  }
}

function faultOf({ status, text }: Answer, names: readonly string[]): string | undefined {
  if (status !== 200) return `answered ${status}`;
  const apps = (JSON.parse(text) as Document).applications.application;
  const found = apps.flatMap(({ name, instance }) =>
    instance.map(({ instanceId }) => `${name}/${instanceId}`),
  );
  return missingFrom(new Set(found), names);
}

interface Document {
  readonly applications: {
    readonly application: readonly {
      readonly name: string;
      readonly instance: readonly { readonly instanceId: string }[];
    }[];
  };
}

/** A registry that is down is no fault of what it lists. */
const notThere = (error: unknown) => {
  if (error instanceof SyntaxError) throw error;
};

const patienceMs = 5_000;

function ask(url: string, agent: Agent): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { agent, signal: AbortSignal.timeout(patienceMs), headers }, (response) => {
      const { statusCode: status = 0 } = response;
      const connection = response.socket.localPort;
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => resolve({ status, text, connection }));
    });
    asked.on('error', reject);
    asked.end();
  });
}

const headers = { accept: 'application/json' };
