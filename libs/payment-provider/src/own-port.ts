import { listeningPort } from '@eureka-nest/runtime';
import type { HttpAdapterHost } from '@nestjs/core';

/** The port that callers are told: the one this process listens on, which is not known before it does. */
export class OwnPort {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly planned: number,
  ) {}

  get value(): number {
    return listeningPort(this.host.httpAdapter.getHttpServer()) || this.planned;
  }
}
