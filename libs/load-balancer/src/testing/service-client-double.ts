import axios, { type InternalAxiosRequestConfig } from 'axios';
import { settle } from '../adapters/axios/balanced-adapter.js';
import { ServiceClient } from '../adapters/axios/service-client.js';
import { fixedList } from '../core/instance-source.js';
import { LoadBalancer } from '../load-balancer.js';

/** A call that a double has received. */
export interface RecordedCall {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A body for status 200, or a function of the call; an error that it throws fails the call. */
export type Stub = object | string | number | boolean | null | ((call: RecordedCall) => unknown);

export interface ServiceClientDouble {
  readonly client: ServiceClient;
  /** Received calls in their order. */
  readonly calls: readonly RecordedCall[];
}

/** A response with a status other than 200. */
export class StubResponse {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}

/** Creates a response with a status: `respondWith(404, { message: 'no such payment' })`. */
export const respondWith = (status: number, body: unknown = ''): StubResponse =>
  new StubResponse(status, body);

/**
 * Creates a {@link ServiceClient} that sends nothing:
 * `serviceClientDouble('payment-service', { 'GET /payment/get/31': { id: 31 } })`.
 * Paths, parameters, bodies and error statuses are handled by the real client and by axios.
 */
export function serviceClientDouble(
  service: string,
  stubs: Readonly<Record<string, Stub>>,
): ServiceClientDouble {
  const calls: RecordedCall[] = [];
  const instance = axios.create({
    adapter: async (config) => {
      const call = recordedCall(service, config);
      calls.push(call);
      const stub = stubs[`${call.method} ${call.path}`] ?? stubs[`${call.method} ${call.path.split('?')[0]}`];
      if (stub === undefined) throw new Error(unknownCall(service, call, Object.keys(stubs)));
      const value: unknown =
        typeof stub === 'function' ? await (stub as (call: RecordedCall) => unknown)(call) : stub;
      const { status, body } = value instanceof StubResponse ? value : new StubResponse(200, value);
      return settle({ status, statusText: '', headers: {}, data: received(body), config });
    },
  });
  const balancer = new LoadBalancer({ source: fixedList({ [service]: ['http://127.0.0.1:1'] }) });
  return { client: new ServiceClient(service, instance, balancer), calls };
}

function recordedCall(service: string, config: InternalAxiosRequestConfig): RecordedCall {
  const url = axios.getUri(config);
  return {
    method: (config.method ?? 'GET').toUpperCase(),
    path: url.slice(`http://${service}`.length),
    body: typeof config.data === 'string' ? jsonOrText(config.data) : config.data,
    headers: config.headers.toJSON(),
  };
}

/** A body as it arrives over HTTP: each call gets its own objects. Streams and bytes are kept. */
function received(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  const isStream = Symbol.asyncIterator in body || body instanceof Blob;
  const isBytes = ArrayBuffer.isView(body) || body instanceof ArrayBuffer;
  return isStream || isBytes ? body : JSON.parse(JSON.stringify(body));
}

function jsonOrText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const unknownCall = (service: string, { method, path }: RecordedCall, known: readonly string[]): string =>
  `the double of ${service} has no response for ${method} ${path}, only for ${known.join(', ') || 'nothing'}`;
