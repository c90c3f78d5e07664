import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import type { CallOptions, Picked } from '../call/call.js';
import type { Candidate } from '../core/instance-source.js';
import type { LoadBalancer } from '../load-balancer.js';

/** What may be said about one call of a {@link ServiceClient}; `balance` is how it is balanced. */
export type ServiceCallOptions = Pick<
  AxiosRequestConfig,
  'balance' | 'headers' | 'params' | 'responseType' | 'signal' | 'timeout' | 'validateStatus'
>;

/** One service, by its name once and by paths from then on. Answers are bodies; an error status is thrown, as axios does. */
export class ServiceClient {
  constructor(
    readonly service: string,
    readonly axios: AxiosInstance,
    private readonly balancer: LoadBalancer,
  ) {}

  async get<T>(path: string, options?: ServiceCallOptions): Promise<T> {
    return (await this.request<T>({ ...options, method: 'GET', url: path })).data;
  }

  async delete<T>(path: string, options?: ServiceCallOptions): Promise<T> {
    return (await this.request<T>({ ...options, method: 'DELETE', url: path })).data;
  }

  async post<T>(path: string, body?: unknown, options?: ServiceCallOptions): Promise<T> {
    return (await this.request<T>({ ...options, method: 'POST', url: path, data: body })).data;
  }

  async put<T>(path: string, body?: unknown, options?: ServiceCallOptions): Promise<T> {
    return (await this.request<T>({ ...options, method: 'PUT', url: path, data: body })).data;
  }

  async patch<T>(path: string, body?: unknown, options?: ServiceCallOptions): Promise<T> {
    return (await this.request<T>({ ...options, method: 'PATCH', url: path, data: body })).data;
  }

  /** The whole answer, status and headers. */
  request<T>({ url = '', ...config }: AxiosRequestConfig): Promise<AxiosResponse<T>> {
    return this.axios.request<T>({ ...config, baseURL: undefined, url: this.urlOf(url) });
  }

  /** An instance for something else than HTTP. */
  pick(wish?: CallOptions & { readonly signal?: AbortSignal }): Promise<Picked> {
    return this.balancer.pick(this.service, wish);
  }

  instances(): readonly Candidate[] {
    return this.balancer.source.instances(this.service);
  }

  /** Whatever the path is, it stays with the service: `//other/x` and `http://other/x` are paths here. */
  private urlOf(path: string): string {
    return `http://${this.service}/${path.replace(/^\/+/, '')}`;
  }
}
