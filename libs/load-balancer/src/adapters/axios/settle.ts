import { AxiosError, type AxiosResponse } from 'axios';

/** Throws if the caller does not accept the status, like axios's private core/settle.js. */
export function settle(response: AxiosResponse): AxiosResponse {
  const { status, config, request } = response;
  if (!config.validateStatus || config.validateStatus(status)) return response;
  const code = status >= 400 && status < 500 ? AxiosError.ERR_BAD_REQUEST : AxiosError.ERR_BAD_RESPONSE;
  throw new AxiosError(`Request failed with status code ${status}`, code, config, request, response);
}
