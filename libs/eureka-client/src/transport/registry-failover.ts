import type { IncomingMessage } from 'node:http';
import type { ClientLogger } from '../log/client-logger.js';
import { NoRegistryError, RegistryUnreachableError, UnusableAnswerError } from '../core/errors.js';
import type { RegistryCall } from '../core/registry-requests.js';
import { ServerChoice, type ServerNews } from '../core/server-selector.js';
import { type Endpoints, nameOf } from './endpoints.js';
import type { Endpoint, RegistryHttp } from './http-transport.js';
import type { Clock } from '../surroundings.js';

/** An answer, and the address of the registry that gave it. */
export interface Answered<T> {
  readonly answer: T;
  readonly from: string;
}

type Headers = Readonly<Record<string, string>>;

/** What a registry tells, and its address; or those that answered and do not tell it. */
export type Following =
  | { readonly stream: IncomingMessage; readonly from: string }
  | { readonly refusedBy: readonly string[] };

/** The registries as one: asks them in turn until one gives an answer of use, and tells when one is lost or back. */
export class Registries {
  private readonly choice: ServerChoice;
  /** Server and call of which it was told that the answers are of no use. */
  private readonly complaints = new Set<string>();
  private lastRead: string | undefined;

  constructor(
    private readonly endpoints: Endpoints,
    private readonly http: RegistryHttp,
    private readonly logger: ClientLogger,
    clock: Clock,
  ) {
    this.choice = new ServerChoice(clock);
  }

  /** The registry that answered the last question; there is none before that. */
  get readFrom(): string | undefined {
    return this.lastRead;
  }

  /** @throws NoRegistryError when none gave an answer; the signal's reason when that was aborted */
  async ask<T>(call: RegistryCall<T>, signal: AbortSignal): Promise<Answered<T>> {
    const faults: Error[] = [];
    for (const { endpoint, name, others } of await this.inOrder(call)) {
      try {
        const answer = call.read(await this.http.send(endpoint, call, signal));
        this.worked(name, call);
        if (call.method === 'GET') this.lastRead = name;
        return { answer, from: name };
      } catch (error) {
        faults.push(this.failed(name, call, error, others));
      }
    }
    this.endpoints.expire();
    throw new NoRegistryError(call.what, faults);
  }

  /** The same for the last call of a process: shares the time that is left among them, and says nothing of failures. */
  async askLast<T>(call: RegistryCall<T>, budgetMs: number): Promise<Answered<T>> {
    const end = performance.now() + budgetMs;
    const order = await this.inOrder(call);
    const faults: Error[] = [];
    for (const [at, { endpoint, name }] of order.entries()) {
      const limitMs = Math.floor((end - performance.now()) / (order.length - at));
      if (limitMs <= 0) break;
      try {
        const answer = call.read(await this.http.send(endpoint, call, new AbortController().signal, limitMs));
        return { answer, from: name };
      } catch (error) {
        faults.push(error as Error);
      }
    }
    throw new NoRegistryError(call.what, faults);
  }

  /**
   * The changes of the registry that would be asked first. Where it does not tell them, as Java's, a later one that does is not followed:
   * its changes are not those of the copy that is fetched from the first.
   *
   * @throws NoRegistryError when none answers; the signal's reason when that was aborted
   */
  async follow(query: string, headers: Headers, signal: AbortSignal): Promise<Following> {
    const call = { what: 'following the changes', method: 'GET', path: `changes${query}`, headers } as const;
    const faults: Error[] = [];
    const refusedBy: string[] = [];
    for (const { endpoint, name } of await this.inOrder(call)) {
      try {
        const stream = await this.http.open(endpoint, call, signal);
        if (stream.statusCode === 200 && /^text\/event-stream/.test(`${stream.headers['content-type']}`)) {
          return { stream, from: name };
        }
        stream.destroy();
        refusedBy.push(name);
        if (stream.statusCode === 404 || stream.statusCode === 405) return { refusedBy };
      } catch (error) {
        if (!(error instanceof RegistryUnreachableError)) throw error;
        faults.push(error);
      }
    }
    if (refusedBy.length > 0) return { refusedBy };
    throw new NoRegistryError(call.what, faults);
  }

  close(): void {
    this.http.close();
  }

  private async inOrder({ method }: Pick<RegistryCall<unknown>, 'method'>): Promise<readonly Turn[]> {
    const endpoints = new Map((await this.endpoints.all()).map((each) => [nameOf(each), each]));
    const names = this.choice.order([...endpoints.keys()], method === 'GET' ? 'read' : 'write');
    return names.flatMap((name, at) => {
      const endpoint = endpoints.get(name);
      return endpoint ? [{ endpoint, name, others: names.toSpliced(at, 1) }] : [];
    });
  }

  private worked(name: string, call: RegistryCall<unknown>): void {
    const isOfUseAgain = this.complaints.delete(`${call.what} ${name}`);
    const isBack = this.choice.answered(name) === 'back';
    if (isBack) this.logger.log(`registry ${name} is back`);
    else if (isOfUseAgain) this.logger.log(`registry ${name} is of use again`);
  }

  /** Only what concerns the next registry too is returned; an abort, or a defect of ours, goes up at once. */
  private failed(
    name: string,
    call: RegistryCall<unknown>,
    error: unknown,
    others: readonly string[],
  ): Error {
    if (error instanceof RegistryUnreachableError) {
      this.tell(name, this.choice.unreachable(name), error.reason, others);
      return error;
    }
    if (!(error instanceof UnusableAnswerError)) throw error;
    this.choice.passOver(name);
    const complaint = `${call.what} ${name}`;
    if (!this.complaints.has(complaint)) {
      this.complaints.add(complaint);
      this.logger.warn(`registry ${name} is of no use: ${error.message}`);
    }
    return error;
  }

  private tell(name: string, news: ServerNews, reason: string, others: readonly string[]): void {
    const because = reason === 'connection refused' ? '' : ` (${reason})`;
    if (news === 'not up yet') this.logger.log(`registry ${name} is not up yet${because}: retrying`);
    if (news === 'lost') {
      const [next] = this.choice.order(others, 'write');
      this.logger.warn(`registry ${name} is lost (${reason}): ${next ? `asking ${next}` : 'retrying'}`);
    }
  }
}

interface Turn {
  readonly endpoint: Endpoint;
  readonly name: string;
  readonly others: readonly string[];
}
