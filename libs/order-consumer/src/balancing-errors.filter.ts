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
import { type ArgumentsHost, Catch, type ExceptionFilter, HttpStatus, Logger } from '@nestjs/common';
import { AxiosError } from 'axios';
import type { FastifyReply, FastifyRequest } from 'fastify';

const statusOf: Record<FailureKind, HttpStatus> = {
  'nothing-sent': HttpStatus.SERVICE_UNAVAILABLE,
  'maybe-sent': HttpStatus.BAD_GATEWAY,
  'not-the-connection': HttpStatus.INTERNAL_SERVER_ERROR,
};

/** A call to a provider that came to nothing, as the caller of the consumer sees it; one line of the log, no stack trace. */
@Catch(
  AllInstancesFailedError,
  AxiosError,
  BadServiceUrlError,
  MaybeSentError,
  NoInstanceError,
  UnknownHostError,
)
export class BalancingErrorsFilter implements ExceptionFilter<Error> {
  private readonly logger = new Logger('Http');

  catch(error: Error, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { method, url } = http.getRequest<FastifyRequest>();
    const { status, message } = told(error);
    this.logger.warn(`${method} ${url.slice(0, 200)}: ${status} ${message}`);
    void http.getResponse<FastifyReply>().status(status).send(new CommonResult(status, message));
  }
}

function told(error: Error): { status: HttpStatus; message: string } {
  if (error instanceof NoInstanceError || error instanceof AllInstancesFailedError) {
    return { status: HttpStatus.SERVICE_UNAVAILABLE, message: error.message };
  }
  if (error instanceof MaybeSentError) return { status: HttpStatus.BAD_GATEWAY, message: error.message };
  if (!(error instanceof AxiosError))
    return { status: HttpStatus.INTERNAL_SERVER_ERROR, message: error.message };
  // An address that was called as it is: without a registry, or by hand.
  const status = statusOf[classifyFailure(error)];
  return {
    status,
    message: `${error.config?.url} did not answer (${failureReason(error)}): is that provider running?`,
  };
}
