import { context, metrics, propagation, type TextMapPropagator, trace } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { AggregationTemporality, InMemoryMetricExporter, MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics'; // prettier-ignore
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Agent, request } from 'undici';
import { balancedAxios, fixedList, LoadBalancer, roundRobin } from '../../src/index.js';
import { balancedFetch } from '../../src/adapters/fetch/index.js';
import { providers, type SickProvider } from '../adapters/sick-providers.js';
import { balancing } from '../../src/adapters/undici/index.js';

/** W3C's header, as far as it is asked for here. */
const traceparent: TextMapPropagator = {
  inject: (ctx, carrier, setter) => {
    const span = trace.getSpanContext(ctx);
    if (span) setter.set(carrier, 'traceparent', `00-${span.traceId}-${span.spanId}-01`);
  },
  extract: (ctx) => ctx,
  fields: () => ['traceparent'],
};

const spans = new InMemorySpanExporter();
const numbers = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
const reader = new PeriodicExportingMetricReader({ exporter: numbers, exportIntervalMillis: 2_147_483_647, exportTimeoutMillis: 60_000 }); // prettier-ignore
const meters = new MeterProvider({ readers: [reader] });

beforeAll(() => {
  trace.setGlobalTracerProvider(
    new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(spans)] }),
  );
  metrics.setGlobalMeterProvider(meters);
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  propagation.setGlobalPropagator(traceparent);
});
afterAll(() => meters.shutdown());

describe('what is seen of a call', () => {
  let running: SickProvider[];
  let close: () => void = () => undefined;
  const start = async (...kinds: readonly (keyof typeof providers)[]) => {
    running = [];
    for (const kind of kinds) running.push(await providers[kind]());
    return fixedList({ payment: running.map(({ candidate }) => candidate) });
  };
  const inOrder = () => roundRobin();

  beforeEach(() => spans.reset());
  afterEach(async () => {
    close();
    await Promise.all(running.map((each) => each.stop()));
  });

  const calls = {
    axios: async (source: ReturnType<typeof fixedList>) => {
      const balanced = balancedAxios({ source, strategy: inOrder });
      close = balanced.close;
      await balanced.axios.get('http://me:secret@payment/x?a=1');
    },
    fetch: async (source: ReturnType<typeof fixedList>) => {
      const call = balancedFetch(new LoadBalancer({ source, strategy: inOrder }));
      await (await call('http://payment/x?a=1')).text();
    },
    undici: async (source: ReturnType<typeof fixedList>) => {
      const agent = new Agent();
      close = () => void agent.destroy();
      const dispatcher = agent.compose(balancing(new LoadBalancer({ source, strategy: inOrder })));
      await (await request('http://payment/x?a=1', { dispatcher })).body.text();
    },
  };

  it.each(['axios', 'fetch', 'undici'] as const)(
    'by %s: a span for each try, as HTTP clients have it',
    async (by) => {
      const source = await start('refusing', 'well');
      const tracer = trace.getTracer('spec');
      await tracer.startActiveSpan('order', async (order) => {
        await calls[by](source);
        order.end();
      });
      const [refused, answered, order] = spans.getFinishedSpans();
      const [sick, well] = running.map(({ candidate }) => candidate);
      expect(refused).toMatchObject({
        name: 'GET',
        kind: 2,
        status: { code: 2 },
        attributes: {
          'http.request.method': 'GET',
          'server.address': '127.0.0.1',
          'server.port': sick!.port,
          'peer.service': 'payment',
          'error.type': 'ECONNREFUSED',
        },
      });
      const user = by === 'axios' ? 'REDACTED:REDACTED@' : '';
      expect(answered?.attributes).toEqual({
        'http.request.method': 'GET',
        'server.address': '127.0.0.1',
        'server.port': well!.port,
        'url.full': `http://${user}127.0.0.1:${well!.port}/x?a=1`,
        'peer.service': 'payment',
        'http.request.resend_count': 1,
        'http.response.status_code': 200,
      });
      for (const each of [refused, answered])
        expect(each?.parentSpanContext?.spanId).toBe(order?.spanContext().spanId);
    },
  );

  it.each(['axios', 'fetch', 'undici'] as const)('by %s: the trace goes along in the headers', async (by) => {
    const source = await start('tells its headers');
    await calls[by](source);
    const [span] = spans.getFinishedSpans();
    const { traceId, spanId } = span!.spanContext();
    expect(running[0]!.heard()?.headers['traceparent']).toBe(`00-${traceId}-${spanId}-01`);
  });

  it('is measured: how long tries take, retries, instances that were left out, calls for nobody', async () => {
    const source = await start('refusing', 'well');
    const balanced = balancedAxios({ source, strategy: inOrder });
    close = balanced.close;
    await balanced.axios.get('http://payment/x');
    await balanced.axios.get('http://nobody/x').catch(() => undefined);
    await reader.forceFlush();
    const found = numbers.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics).flatMap((each) => each.metrics); // prettier-ignore
    const points = (name: string) =>
      found.filter(({ descriptor }) => descriptor.name === name).at(-1)!.dataPoints;
    const { port } = running[1]!.candidate;
    expect(found.find(({ descriptor }) => descriptor.name === 'http.client.request.duration')?.descriptor.unit).toBe('s'); // prettier-ignore
    expect(points('http.client.request.duration').find(({ attributes }) => attributes['server.port'] === port)).toMatchObject({
      attributes: { 'http.request.method': 'GET', 'http.response.status_code': 200, 'url.scheme': 'http' },
      value: { count: 1 },
    }); // prettier-ignore
    for (const name of ['retries', 'ejections'])
      expect(points(`load_balancer.${name}`)[0]?.attributes).toEqual({ 'load_balancer.service': 'payment' });
    expect(points('load_balancer.no_instance')[0]?.attributes).toEqual({ 'load_balancer.service': 'nobody' });
  });

  it('is told to whoever subscribes', async () => {
    const told: [string, unknown][] = [];
    const listen = (message: unknown, name: string | symbol) =>
      void told.push([String(name).slice('eureka-nest.load-balancer.'.length), message]);
    const names = ['try', 'ejected', 'readmitted', 'no-instance'].map(
      (each) => `eureka-nest.load-balancer.${each}`,
    );
    names.forEach((name) => subscribe(name, listen));
    const source = await start('refusing', 'well');
    const balancer = new LoadBalancer({ source, strategy: inOrder });
    await balancedFetch(balancer)('http://payment/x');
    await balancedFetch(balancer)('http://nobody/x').catch(() => undefined);
    names.forEach((name) => unsubscribe(name, listen));
    const [sick, well] = running.map(({ candidate }) => candidate);
    expect(told).toEqual([
      ['ejected', { service: 'payment', candidate: sick, why: expect.stringContaining('ECONNREFUSED') }],
      [
        'try',
        expect.objectContaining({ candidate: sick, number: 0, outcome: 'failed', error: expect.anything() }),
      ],
      [
        'try',
        expect.objectContaining({ candidate: well, number: 1, outcome: 'good', tookMs: expect.any(Number) }),
      ],
      ['no-instance', { service: 'nobody', error: expect.objectContaining({ code: 'LB_NO_INSTANCE' }) }],
    ]);
  });
});
