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
import { createBalancedAxios } from '../../src/adapters/axios/index.js';
import { fixedList, LoadBalancer, roundRobin } from '../../src/index.js';
import { balancedFetch } from '../../src/adapters/fetch/index.js';
import { providers, type FaultyProvider } from '../adapters/faulty-providers.js';
import { balancing } from '../../src/adapters/undici/index.js';

/** The header of W3C, as far as these specs need it. */
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

describe('telemetry of a call', () => {
  let running: FaultyProvider[];
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
      const balanced = createBalancedAxios({ source, strategy: inOrder });
      close = balanced.close;
      await balanced.axios.get('http://me:secret@1@payment/x?a=1');
    },
    fetch: async (source: ReturnType<typeof fixedList>) => {
      const call = balancedFetch(new LoadBalancer({ source, strategy: inOrder }));
      await (await call('http://payment/x?a=1')).text();
    },
    undici: async (source: ReturnType<typeof fixedList>) => {
      const agent = new Agent();
      close = () => agent.destroy();
      const dispatcher = agent.compose(balancing(new LoadBalancer({ source, strategy: inOrder })));
      await (await request('http://payment/x?a=1', { dispatcher })).body.text();
    },
  };

  it.each(['axios', 'fetch', 'undici'] as const)('by %s: one HTTP client span per try', async (by) => {
    const source = await start('refusing', 'healthy');
    const tracer = trace.getTracer('spec');
    await tracer.startActiveSpan('order', async (order) => {
      await calls[by](source);
      order.end();
    });
    const [refused, responded, order] = spans.getFinishedSpans();
    const [faulty, healthy] = running.map(({ candidate }) => candidate);
    expect(refused).toMatchObject({
      name: 'GET',
      kind: 2,
      status: { code: 2 },
      attributes: {
        'http.request.method': 'GET',
        'server.address': '127.0.0.1',
        'server.port': faulty!.port,
        'peer.service': 'payment',
        'error.type': 'ECONNREFUSED',
      },
    });
    const user = by === 'axios' ? 'REDACTED:REDACTED@' : '';
    expect(responded?.attributes).toEqual({
      'http.request.method': 'GET',
      'server.address': '127.0.0.1',
      'server.port': healthy!.port,
      'url.full': `http://${user}127.0.0.1:${healthy!.port}/x?a=1`,
      'peer.service': 'payment',
      'http.request.resend_count': 1,
      'http.response.status_code': 200,
    });
    for (const each of [refused, responded])
      expect(each?.parentSpanContext?.spanId).toBe(order?.spanContext().spanId);
  });

  it.each(['axios', 'fetch', 'undici'] as const)(
    'by %s: the trace context is sent in the headers',
    async (by) => {
      const source = await start('echoes headers');
      await calls[by](source);
      const [span] = spans.getFinishedSpans();
      const { traceId, spanId } = span!.spanContext();
      expect(running[0]!.lastRequest()?.headers['traceparent']).toBe(`00-${traceId}-${spanId}-01`);
    },
  );

  it('has metrics: duration of tries, retries, ejections, calls without an instance', async () => {
    const source = await start('refusing', 'healthy');
    const balanced = createBalancedAxios({ source, strategy: inOrder });
    close = balanced.close;
    await balanced.axios.get('http://payment/x');
    await balanced.axios.get('http://unknown/x').catch(() => undefined);
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
    expect(points('load_balancer.no_instance')[0]?.attributes).toEqual({
      'load_balancer.service': 'unknown',
    });
  });

  it('is published to diagnostics channels', async () => {
    const published: [string, unknown][] = [];
    const listen = (message: unknown, name: string | symbol) =>
      void published.push([String(name).slice('eureka-nest.load-balancer.'.length), message]);
    const names = ['try', 'ejected', 'readmitted', 'no-instance'].map(
      (each) => `eureka-nest.load-balancer.${each}`,
    );
    names.forEach((name) => subscribe(name, listen));
    const source = await start('refusing', 'healthy');
    const balancer = new LoadBalancer({ source, strategy: inOrder });
    await balancedFetch(balancer)('http://payment/x');
    await balancedFetch(balancer)('http://unknown/x').catch(() => undefined);
    names.forEach((name) => unsubscribe(name, listen));
    const [faulty, healthy] = running.map(({ candidate }) => candidate);
    expect(published).toEqual([
      ['ejected', { service: 'payment', candidate: faulty, why: expect.stringContaining('ECONNREFUSED') }],
      [
        'try',
        expect.objectContaining({
          candidate: faulty,
          number: 0,
          outcome: 'failed',
          error: expect.anything(),
        }),
      ],
      [
        'try',
        expect.objectContaining({
          candidate: healthy,
          number: 1,
          outcome: 'good',
          tookMs: expect.any(Number),
        }),
      ],
      ['no-instance', { service: 'unknown', error: expect.objectContaining({ code: 'LB_NO_INSTANCE' }) }],
    ]);
  });
});
