import { resolveTxt } from 'node:dns/promises';
import type { ClientLogger } from '../log/client-logger.js';
import { readTlsFiles } from './client-tls.js';
import { serviceUrlsInOrder } from '../core/zones.js';
import { DnsServiceUrls, type ResolveTxt } from './dns-service-urls.js';
import { Endpoints, type LookUp, systemLookUp } from './endpoints.js';
import type { EurekaClientOptions } from '../options/eureka-client.options.js';
import { Registries } from './registry-failover.js';
import { type PrepareRequest, RegistryHttp, type TlsOptions } from './http-transport.js';
import type { Clock } from '../surroundings.js';

/** What the way to the registries may be given beside the options. */
export interface RegistriesParts {
  readonly clock: Clock;
  readonly logger: ClientLogger;
  /** In place of the PEM files of the options, or beside them: buffers, PKCS 12. */
  readonly tls?: TlsOptions;
  /** Sees each request before it is sent and returns its headers, such as with a token. */
  readonly prepareRequest?: PrepareRequest;
  /** In place of the service URLs of the options, asked whenever names are looked up again. */
  readonly serviceUrls?: () => Promise<readonly string[]>;
  readonly lookUp?: LookUp;
  readonly resolveTxt?: ResolveTxt;
}

const lookUpMs = 1_000;

/** The registries that the options name, with all that stands between. */
export function registriesOf(options: EurekaClientOptions, parts: RegistriesParts): Registries {
  const { clock, logger, lookUp = systemLookUp, prepareRequest } = parts;
  const tls = { ...readTlsFiles(options), ...parts.tls };
  const http = new RegistryHttp({
    connectMs: options.connectTimeoutSecs * 1000,
    answerMs: options.readTimeoutSecs * 1000,
    maxBytes: options.maxAnswerMegabytes * 1024 * 1024,
    gzip: options.gzipContent,
    tls,
    ...(prepareRequest && { prepare: prepareRequest }),
  });
  const pollMs = options.serviceUrlPollIntervalSecs * 1000;
  const endpoints = new Endpoints(urlsOf(options, parts), lookUp, { pollMs, lookUpMs }, clock);
  return new Registries(endpoints, http, logger, clock);
}

function urlsOf(
  options: EurekaClientOptions,
  { logger, ...parts }: RegistriesParts,
): () => Promise<readonly string[]> {
  if (parts.serviceUrls) return parts.serviceUrls;
  const { zone } = options.metadata;
  const own = zone === undefined ? {} : { zone };
  const { dnsName } = options;
  if (options.useDnsForServiceUrls && dnsName !== undefined) {
    const dns = new DnsServiceUrls(
      { ...options, ...own, dnsName, secure: false },
      parts.resolveTxt ?? resolveTxt,
      logger,
    );
    return () => dns.find();
  }
  const urls = serviceUrlsInOrder({ ...options, ...own });
  return async () => urls;
}
