import { Controller, type DynamicModule, Get, Inject, Module, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { listeningPort } from './listening-port.js';

const APPLICATION_NAME = Symbol('name of the process');

/** The two actuator pages that the course's modules have. Registries link to `info`. */
@Controller('actuator')
class ActuatorController {
  constructor(@Inject(APPLICATION_NAME) private readonly name: string) {}

  /** Tells in a header who answers, as Spring Boot 1 did: on one machine a port alone does not. */
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
