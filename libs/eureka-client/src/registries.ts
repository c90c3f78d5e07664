import { withoutLogin } from '@eureka-nest/protocol';
import type { ClientLogger } from './client-logger.js';
import { NoRegistryError, RegistryUnreachableError, UnusableAnswerError } from './core/errors.js';
import type { RegistryCall } from './core/registry-calls.js';
import { ServerChoice } from './core/server-choice.js';
import type { RegistryHttp } from './registry-http.js';

/** The registries as one: asks them in turn until one gives an answer of use, and tells when one is lost or back. */
export class Registries {
  private readonly choice: ServerChoice;
  /** Server and call of which it was told that the answers are of no use. */
  private readonly complaints = new Set<string>();

  constructor(
    urls: readonly string[],
    private readonly http: RegistryHttp,
    private readonly logger: ClientLogger,
  ) {
    this.choice = new ServerChoice(urls);
  }

  /**
   * @returns the answer, and the address of the registry that gave it
   * @throws NoRegistryError when none did; the signal's reason when that was aborted
   */
  async ask<T>(call: RegistryCall<T>, signal: AbortSignal): Promise<{ answer: T; from: string }> {
    const faults: Error[] = [];
    for (const url of this.choice.order()) {
      try {
        const answer = call.read(await this.http.send(url, call, signal));
        this.worked(url, call);
        return { answer, from: withoutLogin(url) };
      } catch (error) {
        faults.push(this.failed(url, call, error));
      }
    }
    throw new NoRegistryError(call.what, faults);
  }

  /** The same for the last call of a process: shares the time that is left among them, and says nothing of failures. */
  async askLast<T>(call: RegistryCall<T>, budgetMs: number): Promise<{ answer: T; from: string }> {
    const end = performance.now() + budgetMs;
    const order = this.choice.order();
    const faults: Error[] = [];
    for (const [at, url] of order.entries()) {
      const limitMs = Math.floor((end - performance.now()) / (order.length - at));
      if (limitMs <= 0) break;
      try {
        const answer = call.read(await this.http.send(url, call, new AbortController().signal, limitMs));
        return { answer, from: withoutLogin(url) };
      } catch (error) {
        faults.push(error as Error);
      }
    }
    throw new NoRegistryError(call.what, faults);
  }

  private worked(url: string, call: RegistryCall<unknown>): void {
    const isOfUseAgain = this.complaints.delete(`${call.what} ${url}`);
    const isBack = this.choice.answered(url) === 'back';
    if (isBack) this.logger.log(`registry ${withoutLogin(url)} is back`);
    else if (isOfUseAgain) this.logger.log(`registry ${withoutLogin(url)} is of use again`);
  }

  /** Only what concerns the next registry too is returned; an abort, or a defect of ours, goes up at once. */
  private failed(url: string, call: RegistryCall<unknown>, error: unknown): Error {
    if (error instanceof RegistryUnreachableError) {
      this.tell(url, this.choice.unreachable(url), error.reason);
      return error;
    }
    if (!(error instanceof UnusableAnswerError)) throw error;
    this.choice.passOver(url);
    const complaint = `${call.what} ${url}`;
    if (!this.complaints.has(complaint)) {
      this.complaints.add(complaint);
      this.logger.warn(`registry ${withoutLogin(url)} is of no use: ${error.message}`);
    }
    return error;
  }

  private tell(url: string, news: ReturnType<ServerChoice['unreachable']>, reason: string): void {
    const because = reason === 'connection refused' ? '' : ` (${reason})`;
    if (news === 'not up yet') {
      this.logger.log(`registry ${withoutLogin(url)} is not up yet${because}: retrying`);
    }
    if (news === 'lost') {
      const [next] = this.choice.order();
      const instead = next && next !== url ? `asking ${withoutLogin(next)}` : 'retrying';
      this.logger.warn(`registry ${withoutLogin(url)} is lost (${reason}): ${instead}`);
    }
  }
}
