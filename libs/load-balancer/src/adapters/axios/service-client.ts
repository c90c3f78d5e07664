import type { AxiosInstance, AxiosRequestConfig, AxiosResponse } from 'axios';
import type { Reservation } from '../../call/call.js';
import type { Candidate } from '../../core/instance-source.js';
import type { PickOptions } from '../../core/pool/service-pool.js';
import type { LoadBalancer } from '../../load-balancer.js';

/** Options of one call of a {@link ServiceClient}; `balance` decides how it is balanced. */
export type ServiceCallOptions = Pick<
  AxiosRequestConfig,
  'balance' | 'headers' | 'params' | 'responseType' | 'signal' | 'timeout' | 'validateStatus'
>;

/** Calls one service by paths. Methods return bodies; an error status is thrown, as in axios. */
export class ServiceClient {
  /** @param axios client of this service alone, since its defaults go to whatever it calls */
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

  /** Returns the whole response with status and headers. */
  request<T>({ url = '', ...config }: AxiosRequestConfig): Promise<AxiosResponse<T>> {
    // A default `baseURL` of the axios does not apply, whatever it allows.
    const service = { allowAbsoluteUrls: true, baseURL: undefined, url: this.serviceUrl(url) };
    return this.axios.request<T>({ ...config, ...service });
  }

  /** Picks an instance for something else than HTTP. */
  pick(options?: PickOptions & { readonly signal?: AbortSignal }): Promise<Reservation> {
    return this.balancer.pick(this.service, options);
  }

  instances(): readonly Candidate[] {
    return this.balancer.source.instances(this.service);
  }

  /** No path leaves the service: `//other/x` and `http://other/x` are paths of it. */
  private serviceUrl(path: string): string {
    return `http://${this.service}/${path.replace(/^\/+/, '')}`;
  }
}
