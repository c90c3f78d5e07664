import http from 'node:http';
import type { AddressInfo } from 'node:net';

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void;

/** A handler with a fixed response. */
export const respondWith =
  (status: number, type: string, body: string): Handler =>
  (_, response) =>
    void response.writeHead(status, { 'content-type': type }).end(body);

/** A minimal provider that records its requests. */
export class SmallProvider {
  readonly host = '127.0.0.1';
  /** Port, 0 before the start. */
  port = 0;
  readonly requests: string[] = [];
  handler: Handler;
  private readonly server = http.createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      this.requests.push(`${request.method} ${request.url} ${body}`.trim());
      this.handler(request, response, body);
    });
  });

  constructor(readonly instanceId: string) {
    this.handler = respondWith(
      200,
      'application/json; charset=utf-8',
      `{"code":200,"message":"查询成功,serverPort:  ${instanceId}","data":{"id":31,"serial":"尚硅谷111"}}`,
    );
  }

  get uri(): string {
    return `http://${this.host}:${this.port}`;
  }

  async start(): Promise<this> {
    await new Promise<void>((done) => this.server.listen(0, this.host, done));
    this.port = (this.server.address() as AddressInfo).port;
    return this;
  }

  kill(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }
}
