import { Catch, HttpException, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CommonResult } from '../common-result.js';
import { commonPhrases } from './chinese.js';
import { inLanguage, type Phrases, processLanguage, requestLanguage } from './language.js';

interface Failure {
  readonly status: number;
  /** Message for the caller. */
  readonly message: string;
}

const unexpected: Failure = {
  status: 500,
  message: 'something went wrong inside this service: see its log',
};

/**
 * Responds to every error with a CommonResult that has the error's HTTP status, and logs one line.
 * The message is in the caller's language, in the log in that of the process.
 */
@Catch()
export class CommonResultFilter implements ExceptionFilter {
  private readonly logger = new Logger('Http');
  private readonly phrases: Phrases;

  /** @param phrases messages of an app's own errors in Chinese */
  constructor(phrases: Phrases = []) {
    this.phrases = [...commonPhrases, ...phrases];
  }

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const { method, url, headers } = http.getRequest<FastifyRequest>();
    const reply = http.getResponse<FastifyReply>();
    const { status, message } = responseFailure(error);
    const inOwn = (text: string) => inLanguage(processLanguage(), text, this.phrases);
    const line = `${method} ${shortened(url)}: ${status}`;
    if (status < 500) this.logger.log(`${line} ${inOwn(message)}`);
    // A 500 that was thrown on purpose says all in its message.
    else if (error instanceof Error && status === 500 && !(error instanceof HttpException))
      this.logger.error(`${line} ${error.message}`, error.stack);
    else this.logger.error(`${line} ${inOwn(error instanceof Error ? error.message : String(error))}`);
    if (reply.sent) return;
    const text = inLanguage(requestLanguage(headers['accept-language']), message, this.phrases);
    void reply.status(status).header('vary', 'accept-language').send(new CommonResult(status, text));
  }
}

/**
 * Status and message of an error: from Nest's exceptions, or from the fields that fastify and
 * http-errors use, `statusCode` and (for the message of a 5xx) `expose`. Other errors reveal
 * nothing.
 */
function responseFailure(error: unknown): Failure {
  if (error instanceof HttpException) return { status: error.getStatus(), message: httpMessage(error) };
  if (!(error instanceof Error)) return unexpected;
  const { statusCode: status, expose, message } = error as Error & { statusCode?: unknown; expose?: unknown };
  if (typeof status !== 'number' || status < 400 || status > 599) return unexpected;
  return { status, message: status < 500 || expose === true ? message : unexpected.message };
}

/** Message of a Nest exception; validation yields a list of messages, one for each field. */
function httpMessage(error: HttpException): string {
  const body = error.getResponse();
  const message = typeof body === 'string' ? body : (body as { message?: unknown }).message;
  return Array.isArray(message) ? message.join('; ') : String(message ?? error.message);
}

const shortened = (url: string): string => (url.length > 200 ? `${url.slice(0, 200)}…` : url);
