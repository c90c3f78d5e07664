import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AxiosResponse } from 'axios';
import { type Candidate, fixedList } from '../../../src/core/instance-source.js';
import { roundRobin } from '../../../src/core/strategies/strategy.js';
import { LoadBalancerOptions } from '../../../src/options/load-balancer.options.js';
import { createBalancedAxios, type BalancedAxios } from '../../../src/adapters/axios/create-axios.js';

export type Handler = (request: IncomingMessage, response: ServerResponse, body: string) => void;

/** A provider in this process, on its own port. */
export class Provider {
  /** Number of complete requests received. */
  seen = 0;
  /** True to break connections before reading the request. */
  isDead = false;
  private readonly server = http.createServer((request, response) => {
    if (this.isDead) return void request.socket.destroy();
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      this.seen++;
      this.handler(request, response, body);
    });
  });

  constructor(
    readonly instanceId: string,
    public handler: Handler = (_, response) => void response.end(instanceId),
  ) {}

  async start(): Promise<Candidate> {
    await new Promise<void>((done) => this.server.listen(0, '127.0.0.1', done));
    return this.candidate();
  }

  candidate(): Candidate {
    return {
      instanceId: this.instanceId,
      host: '127.0.0.1',
      port: (this.server.address() as AddressInfo).port,
    };
  }

  /** Simulates SIGKILL: connections break and the port refuses new ones. */
  kill(): Promise<void> {
    return new Promise((done) => {
      this.server.close(() => done());
      this.server.closeAllConnections();
    });
  }
}

export const service = 'http://CLOUD-PAYMENT-SERVICE';
export const bodyOf = async (call: Promise<AxiosResponse>) => (await call).data as unknown;
export const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

/** Three providers and a balanced axios for them, new for each test. */
export class ThreeProviders {
  providers: Provider[] = [];
  candidates: Candidate[] = [];
  balanced!: BalancedAxios;
  private running: BalancedAxios[] = [];

  constructor() {
    beforeEach(async () => {
      this.running = [];
      this.providers = ['payment8001', 'payment8002', 'payment8003'].map((id) => new Provider(id));
      this.candidates = await Promise.all(this.providers.map((each) => each.start()));
      this.balanced = this.make();
    });
    afterEach(async () => {
      this.running.forEach((each) => each.close());
      await Promise.all(this.providers.map((each) => each.kill()));
    });
  }

  get axios() {
    return this.balanced.axios;
  }

  make(
    options: Partial<LoadBalancerOptions> = {},
    list: readonly Candidate[] = this.candidates,
  ): BalancedAxios {
    const made = createBalancedAxios(
      { source: fixedList({ 'cloud-payment-service': list }), strategy: () => roundRobin() },
      new LoadBalancerOptions(options),
    );
    this.running.push(made);
    return made;
  }

  /** Number of complete requests received by all. */
  seen(): number {
    return this.providers.reduce((sum, { seen }) => sum + seen, 0);
  }
}
