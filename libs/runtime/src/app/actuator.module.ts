import { Controller, type DynamicModule, Get, Inject, Module, Res } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import { portOf } from './port-of.js';

const APP_NAME = Symbol('name of the process');

/** The two actuator pages that the course's modules have. Registries link to `info`. */
@Controller('actuator')
class ActuatorController {
  constructor(@Inject(APP_NAME) private readonly name: string) {}

  /** Tells in a header who answers, as Spring Boot 1 did: on one machine a port alone does not. */
  @Get('health')
  health(@Res({ passthrough: true }) reply: FastifyReply): { status: 'UP' } {
    void reply.headers({
      'cache-control': 'no-store',
      'x-application-context': `${this.name}:${portOf(reply.server.server)}`,
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
      providers: [{ provide: APP_NAME, useValue: name }],
    };
  }
}
