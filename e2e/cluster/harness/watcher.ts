import { Agent, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { cleanup } from './cleanup-stack.js';
import { missingFrom } from './listing.js';

interface Reply {
  readonly status: number;
  readonly text: string;
  /** Local port: equal ports mean the same connection, and so the same server process. */
  readonly connection: number | undefined;
}

/** Polls registries: one that reports to be ready must list all instances. */
export class Watcher {
  /** Number of polls that found each registry ready. */
  readonly polls: number[];
  /** Faults, with the time since the start. */
  readonly faults: string[] = [];
  private readonly start = performance.now();
  private readonly polling: Promise<unknown>;
  private isRunning = true;

  constructor(
    private readonly bases: readonly string[],
    private readonly names: readonly string[],
    private readonly pauseMs = 50,
  ) {
    this.polls = bases.map(() => 0);
    cleanup.defer(() => this.stop());
    this.polling = Promise.all(bases.map((_, index) => this.watch(index)));
  }

  async stop(): Promise<this> {
    this.isRunning = false;
    await this.polling;
    return this;
  }

  private async watch(index: number): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (this.isRunning) {
      await this.poll(index, agent).catch(ignoreUnavailable);
      await pause(this.pauseMs);
    }
    agent.destroy();
  }

  /** Checks before and after the listing that the registry is ready, and that it is one process. */
  private async poll(index: number, agent: Agent): Promise<void> {
    const base = `${this.bases[index]}`;
    const before = await read(`${base}/health/ready`, agent);
    const listed = await read(`${base}/eureka/apps`, agent);
    const after = await read(`${base}/health/ready`, agent);
    const isOneProcess = new Set([before, listed, after].map(({ connection }) => connection)).size === 1;
    if (!isOneProcess || before.status !== 200 || after.status !== 200) return;
    this.polls[index] = (this.polls[index] ?? 0) + 1;
    const fault = faultOf(listed, this.names);
    if (fault) this.faults.push(`${base} after ${Math.round(performance.now() - this.start)} ms: ${fault}`);
  }
}

function faultOf({ status, text }: Reply, names: readonly string[]): string | undefined {
  if (status !== 200) return `status ${status}`;
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

/** Ignores that a registry is down, which is not a fault of its listing. */
const ignoreUnavailable = (error: unknown) => {
  if (error instanceof SyntaxError) throw error;
};

const timeoutMs = 5_000;

function read(url: string, agent: Agent): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { agent, signal: AbortSignal.timeout(timeoutMs), headers }, (response) => {
      const { statusCode: status = 0 } = response;
      const connection = response.socket.localPort;
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => (text += part));
      response.on('error', reject);
      response.on('end', () => resolve({ status, text, connection }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

const headers = { accept: 'application/json' };
