import {
  type CallHandler,
  type ExecutionContext,
  HttpException,
  Injectable,
  type NestInterceptor,
  type OnModuleDestroy,
} from '@nestjs/common';
import { readFile } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';

interface Behaviour {
  readonly delayMs?: number;
  readonly failWith?: number;
}

/**
 * Behaves as the demo's lab wishes: slowly, or with an error. The wish is a file of the lab, which
 * only this machine's user can write; so no port, no token and no web page is involved.
 */
@Injectable()
export class LabBehaviour implements NestInterceptor, OnModuleDestroy {
  private readonly stopping = new AbortController();

  constructor(private readonly file: string) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<ReturnType<CallHandler['handle']>> {
    const { url } = context.switchToHttp().getRequest<{ readonly url: string }>();
    if (url.startsWith('/payment/')) {
      const { delayMs = 0, failWith } = await this.read();
      const { signal } = this.stopping;
      if (delayMs > 0) await pause(delayMs, undefined, { signal }).catch(() => undefined);
      if (failWith) throw new HttpException(`the lab makes this provider fail with ${failWith}`, failWith);
    }
    return next.handle();
  }

  /** A stopping process waits for responses in flight. */
  onModuleDestroy(): void {
    this.stopping.abort();
  }

  private async read(): Promise<Behaviour> {
    try {
      return JSON.parse(await readFile(this.file, 'utf8')) as Behaviour;
    } catch {
      return {}; // The lab has no wish, which is the usual case.
    }
  }
}
