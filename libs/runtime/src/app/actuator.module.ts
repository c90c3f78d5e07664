import { Controller, type DynamicModule, Get, Inject, Module, Options, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { actuatorTypeFor } from './actuator-type.js';
import { listeningPort } from './listening-port.js';

const APPLICATION_NAME = Symbol('application name');

/** Endpoints below `/actuator`, as Spring Boot names them. */
const endpoints = ['health', 'info'] as const;

/**
 * The two actuator endpoints that the course's modules have, and the page that links to them. By
 * that page, or by OPTIONS, Spring Boot Admin finds which endpoints there are.
 */
@Controller('actuator')
class ActuatorController {
  constructor(@Inject(APPLICATION_NAME) private readonly name: string) {}

  @Get()
  links(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    const self = `${originOf(request)}${request.url.replace(/\/?(\?.*)?$/, '')}`;
    const link = (href: string) => ({ href, templated: false });
    const others = endpoints.map((name) => [name, link(`${self}/${name}`)] as const);
    send(request, reply, { _links: { self: link(self), ...Object.fromEntries(others) } });
  }

  /**
   * Health check. A header identifies the process, as in Spring Boot 1: a port alone may be
   * ambiguous.
   */
  @Get('health')
  health(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    void reply.headers({
      'cache-control': 'no-store',
      'x-application-context': `${this.name}:${listeningPort(reply.server.server)}`,
    });
    send(request, reply, { status: 'UP' });
  }

  @Get('info')
  info(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    send(request, reply, {});
  }

  @Options(['', ...endpoints])
  options(@Res() reply: FastifyReply): void {
    void reply.code(200).header('allow', 'GET,HEAD,OPTIONS').send();
  }
}

/** Sends bytes: Fastify would add a charset to the type of an object, which Spring does not. */
function send({ headers }: FastifyRequest, reply: FastifyReply, document: object): void {
  void reply.type(actuatorTypeFor(headers.accept)).send(Buffer.from(JSON.stringify(document)));
}

/** Address that the caller used; a caller without a Host header gets the one it is connected to. */
function originOf({ protocol, headers, socket }: FastifyRequest): string {
  const { localAddress = 'localhost', localPort = 0 } = socket;
  const address = localAddress.includes(':') ? `[${localAddress}]` : localAddress;
  return `${protocol}://${headers.host ?? `${address}:${localPort}`}`;
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
