import { get, type ClientRequest, type IncomingMessage } from 'node:http';
import { eventually } from '../../harness/eventually.js';

export interface StreamEvent<Data = unknown> {
  readonly name: string;
  readonly data: Data;
}

/** Reads server-sent events, and keeps all of them. */
export class EventStream {
  readonly events: StreamEvent[] = [];
  hasEnded = false;
  private readonly request: ClientRequest;

  private constructor(
    url: string,
    headers: Record<string, string>,
    opened: (response: IncomingMessage) => void,
    failed: (error: Error) => void,
  ) {
    this.request = get(url, { agent: false, headers }, (response) => {
      let open = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        const blocks = (open + text).split('\n\n');
        open = blocks.pop() ?? '';
        for (const block of blocks) this.read(block);
      });
      response.on('close', () => (this.hasEnded = true));
      response.on('error', () => undefined);
      opened(response);
    });
    this.request.on('error', (error) => {
      this.hasEnded = true;
      failed(error);
    });
  }

  static async open(url: string, headers: Record<string, string> = {}): Promise<EventStream> {
    let stream!: EventStream;
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      stream = new EventStream(url, headers, resolve, reject);
    });
    if (response.statusCode !== 200) throw new Error(`${url} responds ${response.statusCode}`);
    return stream;
  }

  /** Data of the events of one name, the first `after` of them left out. */
  all<Data>(name: string, after = 0): Data[] {
    return this.events
      .filter((each) => each.name === name)
      .map(({ data }) => data as Data)
      .slice(after);
  }

  /** Waits for a number of events of a name. */
  async until<Data>(name: string, count: number, within?: number): Promise<Data[]> {
    return eventually(() => {
      const found = this.all<Data>(name);
      expect(found.length).toBeGreaterThanOrEqual(count);
      return found;
    }, within);
  }

  close(): void {
    this.request.destroy();
  }

  private read(block: string): void {
    const name = /^event: ?(.*)$/m.exec(block)?.[1];
    const data = /^data: ?(.*)$/m.exec(block)?.[1];
    if (name !== undefined && data !== undefined)
      this.events.push({ name, data: JSON.parse(data) as unknown });
  }
}
