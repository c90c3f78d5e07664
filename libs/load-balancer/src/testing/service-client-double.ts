import axios, { AxiosError, type AxiosResponse, type InternalAxiosRequestConfig } from 'axios';
import { fixedList } from '../core/instance-source.js';
import { LoadBalancer } from '../load-balancer.js';
import { ServiceClient } from '../client/service-client.js';

/** A call that a double was asked for. */
export interface AskedCall {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** What is answered: a body with status 200, or what a function makes of the call; an error that it throws is the call's. */
export type Answer = object | string | number | boolean | null | ((call: AskedCall) => unknown);

export interface ServiceClientDouble {
  readonly client: ServiceClient;
  /** In their order. */
  readonly calls: readonly AskedCall[];
}

/** A status, where 200 is not what is meant: `answer(404, { message: 'nobody' })`. */
export class Answered {
  constructor(
    readonly status: number,
    readonly body: unknown,
  ) {}
}
export const answer = (status: number, body: unknown = ''): Answered => new Answered(status, body);

/**
 * A {@link ServiceClient} that calls nobody: `serviceClientDouble('payment-service', { 'GET /payment/get/31': { id: 31 } })`.
 * Everything above the wire is the real thing: paths, parameters, bodies and error statuses behave as they will.
 */
export function serviceClientDouble(
  service: string,
  answers: Readonly<Record<string, Answer>>,
): ServiceClientDouble {
  const calls: AskedCall[] = [];
  const instance = axios.create({
    adapter: async (config) => {
      const call = callOf(service, config);
      calls.push(call);
      const told =
        answers[`${call.method} ${call.path}`] ?? answers[`${call.method} ${call.path.split('?')[0]}`];
      if (told === undefined) throw new Error(unheardOf(service, call, Object.keys(answers)));
      const said: unknown =
        typeof told === 'function' ? await (told as (call: AskedCall) => unknown)(call) : told;
      return settled(said instanceof Answered ? said : new Answered(200, said), config);
    },
  });
  const balancer = new LoadBalancer({ source: fixedList({ [service]: ['http://127.0.0.1:1'] }) });
  return { client: new ServiceClient(service, instance, balancer), calls };
}

function callOf(service: string, config: InternalAxiosRequestConfig): AskedCall {
  const url = axios.getUri(config);
  return {
    method: (config.method ?? 'GET').toUpperCase(),
    path: url.slice(`http://${service}`.length),
    body: typeof config.data === 'string' ? parsed(config.data) : config.data,
    headers: config.headers.toJSON(),
  };
}

function settled({ status, body }: Answered, config: InternalAxiosRequestConfig): AxiosResponse {
  const response = { status, statusText: '', headers: {}, data: body, config };
  if (!config.validateStatus || config.validateStatus(status)) return response;
  const code = status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;
  throw new AxiosError(`Request failed with status code ${status}`, code, config, undefined, response);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

const unheardOf = (service: string, { method, path }: AskedCall, known: readonly string[]): string =>
  `the double of ${service} has no answer to ${method} ${path}: it knows ${known.join(', ') || 'nothing'}`;
