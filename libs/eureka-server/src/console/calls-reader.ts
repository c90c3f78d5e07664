import type { ConsoleConsumer } from '@eureka-nest/protocol/console';
import type { HttpClient } from '@eureka-nest/runtime/http';
import { readCalls } from './calls-body.js';

/** Header of the request for a consumer's calls; a console refuses it, or two would feed on it. */
export const followHeader = 'eureka-nest-follow';

/** Characters of one event. */
const MAX_EVENT = 65_536;
/** Bytes from one consumer in a second, beyond which it is left alone for a while. */
const MAX_BYTES_PER_SECOND = 262_144;
const IDLE_MS = 30_000;
const CONNECT_MS = 2_000;
const RESPONSE_MS = 5_000;

interface Target {
  readonly key: string;
  readonly url: string;
}

/**
 * Reads the calls of one consumer until the stream ends, stalls, is invalid or too fast, or the
 * signal aborts. It follows no redirect.
 *
 * @returns why it ended
 */
export async function followCalls(
  http: HttpClient,
  { key, url }: Target,
  signal: AbortSignal,
  publish: (consumer: ConsoleConsumer) => void,
): Promise<string> {
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(new Error('it is silent')), IDLE_MS);
  const stop = () => idle.abort(signal.reason);
  signal.addEventListener('abort', stop, { once: true });
  try {
    const response = await http.send({
      method: 'GET',
      url,
      headers: { accept: 'text/event-stream', [followHeader]: 'calls' },
      limits: { connectMs: CONNECT_MS, responseMs: RESPONSE_MS, bodyMs: Infinity },
      signal: idle.signal,
    });
    const type = response.headers['content-type'] ?? 'no type';
    if (response.statusCode !== 200 || !type.startsWith('text/event-stream')) {
      response.destroy();
      return `it responds ${response.statusCode} with ${type.slice(0, 50)}`;
    }
    const pace = new Pace();
    let rest = '';
    response.setEncoding('utf8');
    for await (const text of response as AsyncIterable<string>) {
      timer.refresh();
      if (pace.isExceededBy(text.length)) return 'it sends too much';
      const blocks = (rest + text).replaceAll('\r\n', '\n').split('\n\n');
      rest = blocks.pop() ?? '';
      if (rest.length > MAX_EVENT) return 'its event is too long';
      for (const block of blocks) {
        const { name, data } = eventOf(block);
        if (name === 'hello') return 'it is a console';
        if (name !== 'calls') continue;
        const consumer = data.length > MAX_EVENT ? 'its event is too long' : readCalls(data, key);
        if (typeof consumer === 'string') return consumer;
        publish(consumer);
      }
    }
    return 'it ended';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
}

function eventOf(block: string): { readonly name: string | undefined; readonly data: string } {
  const lines = block.split('\n');
  const name = lines
    .find((line) => line.startsWith('event:'))
    ?.slice(6)
    .trim();
  return { name, data: lines.flatMap((line) => (line.startsWith('data:') ? line.slice(5) : [])).join('\n') };
}

class Pace {
  private since = performance.now();
  private size = 0;

  isExceededBy(length: number): boolean {
    const now = performance.now();
    if (now - this.since > 1_000) {
      this.since = now;
      this.size = 0;
    }
    this.size += length;
    return this.size > MAX_BYTES_PER_SECOND;
  }
}
