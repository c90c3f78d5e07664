import { CommonResult } from '@eureka-nest/common-api';
import { inLanguage, processLanguage, requestLanguage } from '@eureka-nest/common-api/nest';
import {
  AllInstancesFailedError,
  BadServiceUrlError,
  classifyFailure,
  type FailureKind,
  failureReason,
  MaybeSentError,
  NoInstanceError,
  UnknownHostError,
} from '@eureka-nest/load-balancer';
import { type ArgumentsHost, Catch, type ExceptionFilter, Logger, type Type } from '@nestjs/common';
import { AxiosError } from 'axios';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { balancingPhrases } from './balancing-phrases.js';

/** Status after a failed call to a fixed address, without the balancer. */
const failureStatus: Record<FailureKind, number> = {
  'nothing-sent': 503,
  'maybe-sent': 502,
  'callers-fault': 500,
};

/** Status for each error of the balancer; axios throws them as errors of its own as well. */
const errorStatus: readonly (readonly [type: Type, status: number])[] = [
  [AllInstancesFailedError, 503],
  [BadServiceUrlError, 500],
  [MaybeSentError, 502],
  [NoInstanceError, 503],
  [UnknownHostError, 500],
];

/**
 * Responds to the caller after a failed call to a provider, in the caller's language, and logs one
 * line without stack trace.
 */
@Catch(AxiosError, ...errorStatus.map(([type]) => type))
export class BalancingErrorsFilter implements ExceptionFilter<Error> {
  private readonly logger = new Logger('Http');

  catch(error: Error, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { method, url, headers } = http.getRequest<FastifyRequest>();
    const [, balancedStatus] = errorStatus.find(([type]) => error instanceof type) ?? [];
    const status = balancedStatus ?? failureStatus[classifyFailure(error)];
    const isBalanced = balancedStatus !== undefined || !(error instanceof AxiosError);
    const message = isBalanced ? error.message : addressFailed(error);
    const logged = inLanguage(processLanguage(), message, balancingPhrases);
    this.logger.warn(`${method} ${url.slice(0, 200)}: ${status} ${logged}`);
    const sent = inLanguage(requestLanguage(headers['accept-language']), message, balancingPhrases);
    const reply = http.getResponse<FastifyReply>();
    void reply.status(status).header('vary', 'accept-language').send(new CommonResult(status, sent));
  }
}

const addressFailed = (error: AxiosError): string =>
  `${error.config?.url} did not respond (${failureReason(error)}): is that provider running?`;
