import { listeningPort } from '@eureka-nest/runtime';
import type { HttpAdapterHost } from '@nestjs/core';

/** Port of this process, for responses. The real port is known only once the process listens. */
export class OwnPort {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly planned: number,
  ) {}

  get value(): number {
    return listeningPort(this.host.httpAdapter.getHttpServer()) || this.planned;
  }
}
