import { type AxiosError, type AxiosInstance, type InternalAxiosRequestConfig, isAxiosError } from 'axios';

interface RetryState {
  readonly retries?: number;
  readonly retryCount?: number;
}
type RetriedConfig = InternalAxiosRequestConfig & { 'axios-retry'?: RetryState };

/** Retries as axios-retry 4 does with its default condition, without a delay. */
export function retryLikeAxiosRetry(instance: AxiosInstance, retries: number): void {
  instance.interceptors.response.use(null, async (error: AxiosError) => {
    const config = error.config as RetriedConfig | undefined;
    if (!config) throw error;
    const state = { retries, retryCount: 0, ...config['axios-retry'] };
    if (state.retryCount >= state.retries || !isNetworkOrIdempotentRequestError(error)) throw error;
    config['axios-retry'] = { ...state, retryCount: state.retryCount + 1 };
    config.transformRequest = [(data: unknown) => data];
    return instance(config);
  });
}

function isNetworkOrIdempotentRequestError(error: AxiosError): boolean {
  const { response, code, config } = error;
  const isAllowed = !['ERR_CANCELED', 'ECONNABORTED', 'ENOTFOUND'].includes(code ?? 'ENOTFOUND');
  if (isAxiosError(error) && !response && isAllowed) return true;
  const isRetryable = code !== 'ECONNABORTED' && (!response || response.status >= 500);
  return isRetryable && /^(get|head|options|put|delete)$/i.test(config?.method ?? '');
}
