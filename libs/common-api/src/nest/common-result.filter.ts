import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CommonResult } from '../common-result.js';

interface Failure {
  readonly status: number;
  /** What the caller is told. */
  readonly message: string;
}

const unexpected: Failure = {
  status: 500,
  message: 'something went wrong inside this service: its log tells what',
};

/** Makes every error a CommonResult with the error's HTTP status, and one line of the log. */
@Catch()
export class CommonResultFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { method, url } = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { status, message } = responseFailure(error);
    const line = `${method} ${shortened(url)}: ${status}`;
    if (status < 500) this.logger.log(`${line} ${message}`);
    else if (error instanceof Error && status === 500)
      this.logger.error(`${line} ${error.message}`, error.stack);
    else this.logger.error(`${line} ${error instanceof Error ? error.message : String(error)}`);
    if (!reply.sent) void reply.status(status).send(new CommonResult(status, message));
  }
}

/**
 * A status comes from Nest's own exceptions, or from the fields that fastify and http-errors use: `statusCode`, and
 * `expose` where the message of a 5xx is meant for the caller. All else stays inside.
 */
function responseFailure(error: unknown): Failure {
  if (error instanceof HttpException) return { status: error.getStatus(), message: httpMessage(error) };
  if (!(error instanceof Error)) return unexpected;
  const { statusCode: status, expose, message } = error as Error & { statusCode?: unknown; expose?: unknown };
  if (typeof status !== 'number' || status < 400 || status > 599) return unexpected;
  return { status, message: status < 500 || expose === true ? message : unexpected.message };
}

/** Validation gives a list of messages, one for each field. */
function httpMessage(error: HttpException): string {
  const body = error.getResponse();
  const message = typeof body === 'string' ? body : (body as { message?: unknown }).message;
  return Array.isArray(message) ? message.join('; ') : String(message ?? error.message);
}

const shortened = (url: string): string => (url.length > 200 ? `${url.slice(0, 200)}…` : url);
