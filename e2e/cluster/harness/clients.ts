import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { atTheEnd } from './cleanup-stack.js';

export interface ClientsPlan {
  /** The registries they know; each client begins with another one. */
  readonly bases: readonly string[];
  readonly count: number;
  /** How many applications they are of. */
  readonly apps?: number;
  /** Between two heartbeats of one of them; 0: they register and send none. */
  readonly intervalMs: number;
  readonly lease: { readonly renewalIntervalInSecs: number; readonly durationInSecs: number };
  /** What their names begin with. */
  readonly prefix?: string;
  /** How long they wait for an answer before they ask the next registry. */
  readonly patienceMs?: number;
}

/** What happened to them between one {@link Clients.open} and the next. */
export interface Figures {
  readonly tookMs: number;
  readonly heartbeats: number;
  readonly registeredAgain: number;
  /** What made them go to the next registry: how often. */
  readonly failures: Readonly<Record<string, number>>;
  /** What no registry took: who asked, and what each of them said. */
  readonly stranded: readonly string[];
  /** How many ms each heartbeat took, by registry. */
  readonly latencies: readonly (readonly number[])[];
}

interface Reply {
  readonly number: number;
  readonly result?: unknown;
  readonly error?: string;
}

/** Many Eureka clients in a process of their own, so that what they measure is not this process's business. */
export class Clients {
  readonly ids: readonly string[];
  private readonly child: ChildProcess;
  private readonly asked = new Map<number, (reply: Reply) => void>();

  private constructor({ count, prefix, apps }: Required<ClientsPlan>) {
    this.ids = Array.from({ length: count }, (_, index) =>
      nameOf(`${prefix}app-${index % apps}`, `${prefix}${index}`),
    );
    // Nothing of Jest's own flags is for it.
    this.child = fork(join(__dirname, 'clients-process.mjs'), { execArgv: [], env: {} });
    atTheEnd(() => this.close());
    this.child.on('message', (reply: Reply) => this.asked.get(reply.number)?.(reply));
    this.child.on('exit', () =>
      this.asked.forEach((settle, number) => settle({ number, error: 'the clients have ended' })),
    );
  }

  /** All are registered, and live from now on. */
  static async started(given: ClientsPlan): Promise<Clients> {
    const plan = { apps: 20, prefix: 'client-', patienceMs: 20_000, ...given };
    const clients = new Clients(plan);
    await clients.ask('start', plan);
    return clients;
  }

  /** From now on figures are counted under this name. */
  async open(name: string): Promise<void> {
    await this.ask('open', { name });
  }

  async figures(name: string): Promise<Figures> {
    return (await this.ask('figures', { name })) as Figures;
  }

  /** They die as by a power cut. */
  close(): void {
    this.child.kill('SIGKILL');
  }

  private ask(action: string, rest: object): Promise<unknown> {
    const number = this.asked.size;
    return new Promise((resolve, reject) => {
      this.asked.set(number, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(error)),
      );
      this.child.send({ number, action, ...rest });
    });
  }
}

/** How an instance is called here, whoever lists it. */
export const nameOf = (app: string, id: string): string => `${app.toUpperCase()}/${id}`;
