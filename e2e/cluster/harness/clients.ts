import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { cleanup } from './cleanup-stack.js';

export interface ClientsPlan {
  /** Base URLs of the registries; the clients start with different ones. */
  readonly bases: readonly string[];
  readonly count: number;
  /** Number of applications. */
  readonly apps?: number;
  /** Time between two heartbeats of a client; 0 sends none. */
  readonly intervalMs: number;
  readonly lease: { readonly renewalIntervalInSecs: number; readonly durationInSecs: number };
  /** Prefix of instance ids and application names. */
  readonly prefix?: string;
  /** Time limit of a request before the client fails over. */
  readonly timeoutMs?: number;
}

/** Figures of the clients between one {@link Clients.open} and the next. */
export interface Figures {
  readonly tookMs: number;
  readonly heartbeats: number;
  readonly registeredAgain: number;
  /** Number of failed tries by error. */
  readonly failures: Readonly<Record<string, number>>;
  /** Requests that failed at every registry, with the errors. */
  readonly stranded: readonly string[];
  /** Response times of heartbeats in ms, by registry. */
  readonly latencies: readonly (readonly number[])[];
}

interface Reply {
  readonly number: number;
  readonly result?: unknown;
  readonly error?: string;
}

/**
 * Many Eureka clients in a process of their own, so that this process does not affect their
 * figures.
 */
export class Clients {
  readonly ids: readonly string[];
  private readonly child: ChildProcess;
  private readonly pending = new Map<number, (reply: Reply) => void>();

  private constructor({ count, prefix, apps }: Required<ClientsPlan>) {
    this.ids = Array.from({ length: count }, (_, index) =>
      qualifiedId(`${prefix}app-${index % apps}`, `${prefix}${index}`),
    );
    // The process gets none of Jest's own flags.
    this.child = fork(join(__dirname, 'clients-process.mjs'), { execArgv: [], env: {} });
    cleanup.defer(() => this.close());
    this.child.on('message', (reply: Reply) => this.pending.get(reply.number)?.(reply));
    this.child.on('exit', () =>
      this.pending.forEach((settle, number) =>
        settle({ number, error: 'the process of the clients has exited' }),
      ),
    );
  }

  /** Starts the process; resolves when all clients are registered. */
  static async started(given: ClientsPlan): Promise<Clients> {
    const plan = { apps: 20, prefix: 'client-', timeoutMs: 20_000, ...given };
    const clients = new Clients(plan);
    await clients.request('start', plan);
    return clients;
  }

  /** Starts a new set of figures under this name. */
  async open(name: string): Promise<void> {
    await this.request('open', { name });
  }

  async figures(name: string): Promise<Figures> {
    return (await this.request('figures', { name })) as Figures;
  }

  /** Kills all clients at once. */
  close(): void {
    this.child.kill('SIGKILL');
  }

  private request(action: string, rest: object): Promise<unknown> {
    const number = this.pending.size;
    return new Promise((resolve, reject) => {
      this.pending.set(number, ({ result, error }) =>
        error === undefined ? resolve(result) : reject(new Error(error)),
      );
      this.child.send({ number, action, ...rest });
    });
  }
}

/** Name of an instance across all applications. */
export const qualifiedId = (app: string, id: string): string => `${app.toUpperCase()}/${id}`;
