import { CommonResult } from '@eureka-nest/common-api';
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
 * Responds to the caller after a failed call to a provider, and logs one line without stack trace.
 */
@Catch(AxiosError, ...errorStatus.map(([type]) => type))
export class BalancingErrorsFilter implements ExceptionFilter<Error> {
  private readonly logger = new Logger('Http');

  catch(error: Error, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { method, url } = http.getRequest<FastifyRequest>();
    const [, balancedStatus] = errorStatus.find(([type]) => error instanceof type) ?? [];
    const status = balancedStatus ?? failureStatus[classifyFailure(error)];
    const isBalanced = balancedStatus !== undefined || !(error instanceof AxiosError);
    const message = isBalanced ? error.message : addressFailed(error);
    this.logger.warn(`${method} ${url.slice(0, 200)}: ${status} ${message}`);
    void http.getResponse<FastifyReply>().status(status).send(new CommonResult(status, message));
  }
}

const addressFailed = (error: AxiosError): string =>
  `${error.config?.url} did not respond (${failureReason(error)}): is that provider running?`;
