import type { AxiosAdapter, AxiosResponse, InternalAxiosRequestConfig } from 'axios';
import { joinUrl } from '../../core/service-url.js';

/** The whole URL of a call: its base and its own, joined as its options say. */
export const urlOf = ({ baseURL, url = '', allowAbsoluteUrls }: InternalAxiosRequestConfig): string =>
  joinUrl(baseURL, String(url), allowAbsoluteUrls !== false);

/** Sends a call to a URL, then restores its config, which responses and errors refer to. */
export async function sendTo(
  wire: AxiosAdapter,
  config: InternalAxiosRequestConfig,
  wholeUrl: string,
): Promise<AxiosResponse> {
  const { url, baseURL } = config;
  config.url = wholeUrl;
  if (baseURL !== undefined) config.baseURL = undefined;
  try {
    return await wire(config);
  } finally {
    config.url = url;
    if (baseURL !== undefined) config.baseURL = baseURL;
  }
}
