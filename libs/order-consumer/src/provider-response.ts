import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { AxiosRequestConfig, AxiosResponse } from 'axios';
import type { FastifyReply } from 'fastify';
import { map, type Observable } from 'rxjs';

export type ProviderResponse = AxiosResponse<Buffer>;

/** Axios options that accept any status and leave the body as it was received. */
export const asReceived: AxiosRequestConfig = { responseType: 'arraybuffer', validateStatus: () => true };

/** Passes a provider's response on to the caller unchanged: status, content type and body. */
@Injectable()
export class ProviderResponseInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    return next.handle().pipe(map((result) => (isProviderResponse(result) ? passOn(result, reply) : result)));
  }
}

const isProviderResponse = (result: unknown): result is ProviderResponse =>
  typeof result === 'object' && result !== null && 'data' in result && Buffer.isBuffer(result.data);

function passOn({ status, headers, data }: ProviderResponse, reply: FastifyReply): Buffer {
  const type = headers['content-type'];
  if (type) reply.header('content-type', type);
  reply.status(status);
  return data;
}
