import { Controller, type DynamicModule, Get, Inject, Module, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { listeningPort } from './listening-port.js';

const APPLICATION_NAME = Symbol('application name');

/** The two actuator endpoints that the course's modules have. Registries link to `info`. */
@Controller('actuator')
class ActuatorController {
  constructor(@Inject(APPLICATION_NAME) private readonly name: string) {}

  /**
   * Health check. A header identifies the process, as in Spring Boot 1: a port alone may be
   * ambiguous.
   */
  @Get('health')
  health(@Res({ passthrough: true }) reply: FastifyReply): { status: 'UP' } {
    void reply.headers({
      'cache-control': 'no-store',
      'x-application-context': `${this.name}:${listeningPort(reply.server.server)}`,
    });
    return { status: 'UP' };
  }

  @Get('info')
  info(): Record<string, never> {
    return {};
  }
}

@Module({})
export class ActuatorModule {
  static for(name: string): DynamicModule {
    return {
      module: ActuatorModule,
      controllers: [ActuatorController],
      providers: [{ provide: APPLICATION_NAME, useValue: name }],
    };
  }
}
