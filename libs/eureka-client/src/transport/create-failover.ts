import type { Clock } from '@eureka-nest/runtime/time';
import { Resolver } from 'node:dns/promises';
import { serviceUrlsInOrder } from '../core/zones.js';
import type { ClientLogger } from '../log/client-logger.js';
import type { EurekaClientOptions } from '../options/eureka-client.options.js';
import { readTlsFiles } from './client-tls.js';
import { DnsServiceUrls, type TxtLookup } from './dns-service-urls.js';
import { type AddressLookup, Endpoints, systemAddressLookup } from './endpoints.js';
import { HookServiceUrls } from './hook-service-urls.js';
import { HttpTransport, type PrepareRequest, type TlsOptions } from './http-transport.js';
import { RegistryFailover } from './registry-failover.js';

/** Parts of the connection to the registries that are no settings. */
export interface FailoverParts {
  /** Clock for durations. */
  readonly clock: Clock;
  readonly logger: ClientLogger;
  /** TLS options in memory (buffers, PKCS 12), before the PEM files of the options. */
  readonly tls?: TlsOptions;
  /** Hook that returns the headers of each request, for example with a token. */
  readonly prepareRequest?: PrepareRequest;
  /** Replacement for the service URLs of the options, called whenever names are resolved again. */
  readonly serviceUrls?: () => Promise<readonly string[]>;
  readonly lookUp?: AddressLookup;
  readonly resolveTxt?: TxtLookup;
}

const lookUpMs = 1_000;

/** The default of 5 s and four tries would keep a process alive that has stopped. */
const systemTxtLookup: TxtLookup = (name) => new Resolver({ timeout: 1_000, tries: 2 }).resolveTxt(name);

/** Creates the failover over the registries that the options name. */
export function createFailover(options: EurekaClientOptions, parts: FailoverParts): RegistryFailover {
  const { clock, logger, lookUp = systemAddressLookup, prepareRequest } = parts;
  const http = new HttpTransport({
    connectMs: options.connectTimeoutSecs * 1000,
    responseMs: options.readTimeoutSecs * 1000,
    maxBytes: options.maxAnswerMegabytes * 1024 * 1024,
    gzip: options.gzipContent,
    tls: { ...(options.enabled && readTlsFiles(options)), ...parts.tls },
    ...(prepareRequest && { prepare: prepareRequest }),
  });
  const pollMs = options.serviceUrlPollIntervalSecs * 1000;
  const endpoints = new Endpoints(serviceUrlsFrom(options, parts), lookUp, { pollMs, lookUpMs }, clock);
  return new RegistryFailover(endpoints, http, logger, clock);
}

function serviceUrlsFrom(
  options: EurekaClientOptions,
  { logger, ...parts }: FailoverParts,
): () => Promise<readonly string[]> {
  if (parts.serviceUrls) {
    const hook = new HookServiceUrls(parts.serviceUrls, logger);
    return () => hook.find();
  }
  const { zone } = options.metadata;
  const own = zone === undefined ? {} : { zone };
  const { dnsName } = options;
  if (options.useDnsForServiceUrls && dnsName !== undefined) {
    const lookUp = parts.resolveTxt ?? systemTxtLookup;
    const dns = new DnsServiceUrls({ ...options, ...own, dnsName, secure: false }, lookUp, logger);
    return () => dns.find();
  }
  const urls = serviceUrlsInOrder({ ...options, ...own });
  return async () => urls;
}
