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

const failureStatus: Record<FailureKind, HttpStatus> = {
  'nothing-sent': HttpStatus.SERVICE_UNAVAILABLE,
  'maybe-sent': HttpStatus.BAD_GATEWAY,
  'not-the-connection': HttpStatus.INTERNAL_SERVER_ERROR,
};

/**
 * Responds to the caller after a failed call to a provider, and logs one line without stack trace.
 */
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
    const { status, message } = toResponse(error);
    this.logger.warn(`${method} ${url.slice(0, 200)}: ${status} ${message}`);
    void http.getResponse<FastifyReply>().status(status).send(new CommonResult(status, message));
  }
}

function toResponse(error: Error): { status: HttpStatus; message: string } {
  if (error instanceof AxiosError) {
    // A fixed address was called, without the balancer.
    const message = `${error.config?.url} did not respond (${failureReason(error)}): is that provider running?`;
    return { status: failureStatus[classifyFailure(error)], message };
  }
  return { status: errorStatus(error), message: error.message };
}

function errorStatus(error: Error): HttpStatus {
  if (error instanceof NoInstanceError || error instanceof AllInstancesFailedError)
    return HttpStatus.SERVICE_UNAVAILABLE;
  return error instanceof MaybeSentError ? HttpStatus.BAD_GATEWAY : HttpStatus.INTERNAL_SERVER_ERROR;
}
