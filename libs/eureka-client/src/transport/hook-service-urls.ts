import { withoutLogin } from '@eureka-nest/protocol';
import type { ClientLogger } from '../log/client-logger.js';

/**
 * Service URLs of a hook, such as one that asks a name service. While it fails, or returns what is
 * no URL, the last ones stay valid: the registries behind them may be fine.
 */
export class HookServiceUrls {
  private found: readonly string[] = [];
  private isFailing = false;

  constructor(
    private readonly hook: () => Promise<readonly string[]>,
    private readonly logger: ClientLogger,
  ) {}

  async find(): Promise<readonly string[]> {
    try {
      this.found = (await this.hook()).map(usableUrl);
      if (this.isFailing) this.logger.log('serviceUrls hook works again');
      this.isFailing = false;
    } catch (error) {
      if (!this.isFailing) this.logger.warn(`serviceUrls hook failed, using the last URLs: ${String(error)}`);
      this.isFailing = true;
    }
    return this.found;
  }
}

/** Returns the URL with a slash at its end, since the paths of requests follow it. */
function usableUrl(url: string): string {
  if (URL.canParse(url) && /^https?:/i.test(url)) return url.endsWith('/') ? url : `${url}/`;
  throw new Error(`invalid URL: ${withoutLogin(String(url))}`);
}
