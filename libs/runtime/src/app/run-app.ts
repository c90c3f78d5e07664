import 'reflect-metadata';
import { type DynamicModule, Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ActuatorModule } from './actuator.module.js';
import { AppLogger } from './app-logger.js';
import type { AppOptions } from './app.options.js';
import { closeConnections } from './close-connections.js';
import { InvalidOptionError, PortUnavailableError } from '../settings/errors.js';
import { listeningPort } from './listening-port.js';
import type { Tls } from '../tls/tls.js';

export interface App extends Pick<AppOptions, 'port' | 'host' | 'logLevel'> {
  /** The process's name in the log, such as `eureka-7001`. */
  readonly name: string;
  readonly imports: readonly (DynamicModule | Type)[];
  /** Taken, with a line that says so, where `port` needs a right that this user lacks (80 on Linux). */
  readonly fallbackPort?: number;
  /** Left out, the app speaks plain HTTP. */
  readonly tls?: Tls;
  /** The last word before listening: pipes, filters, docs. */
  readonly prepare?: (app: NestFastifyApplication) => void | Promise<void>;
}

const bodyLimit = 1_048_576;
/** From its first byte to its last; Fastify would wait for ever. */
const requestTimeoutMs = 60_000;
/** How often Node looks for such. */
const connectionsCheckingInterval = 5_000;
const logLevels = ['debug', 'log', 'warn', 'error'] as const;

/** The Nest application of one process, ready to be asked with `inject` but not listening. */
export async function createApp({
  name,
  imports,
  prepare,
  logLevel,
  tls,
}: App): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: class Root {}, imports: [ActuatorModule.for(name), ...imports] },
    new FastifyAdapter({
      bodyLimit,
      return503OnClosing: false,
      // A path that cannot be decoded gets the same manners as any other mistake.
      frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
        request.server.errorHandler(error, request, reply),
      routerOptions: { ignoreTrailingSlash: true },
      requestTimeout: requestTimeoutMs,
      ...(tls
        ? { https: { ...tls, connectionsCheckingInterval } }
        : { http: { connectionsCheckingInterval } }),
    }),
    { logger: new AppLogger(name, logLevels.slice(logLevels.indexOf(logLevel))), abortOnError: false },
  );
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preClose', async () => closeConnections(fastify.server));
  // With a callback: a promise here would cost every answer a microtask.
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    keepOpenAfter413(request, reply);
    done();
  });
  await prepare?.(app);
  return app;
}

/** Starts one process; SIGINT and SIGTERM stop it in order, clients taking themselves out of the registry first. */
export async function runApp(given: App): Promise<NestFastifyApplication> {
  const app = await createApp(given);
  // A stop in order is a success, whoever asked for it; Nest would end by the signal again.
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  await listen(app, given);
  new Logger('App').log(`listens on ${listeningUrl(app, given)}`);
  return app;
}

function listeningUrl(app: NestFastifyApplication, { host, tls }: App): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `${tls ? 'https' : 'http'}://${name}:${listeningPort(app.getHttpServer())}`;
}

/** What a person can mend is told in one line, without a stack trace. */
export async function exitOnFailure(name: string, start: () => Promise<unknown>): Promise<void> {
  try {
    await start();
  } catch (error) {
    const mendable = error instanceof InvalidOptionError || error instanceof PortUnavailableError;
    new AppLogger(name).error(mendable ? error.message : error);
    process.exit(1);
  }
}

/** The most that is read of a refused body, for the caller's sake. */
const maxDiscardedBytes = 64 * bodyLimit;

/**
 * Fastify hangs up on a body that is too large; a caller that is still sending it then sees a broken connection in place of the 413.
 * Left open, Node discards what still comes.
 */
function keepOpenAfter413({ headers }: FastifyRequest, reply: FastifyReply): void {
  const length = Number(headers['content-length']);
  if (reply.statusCode === 413 && length <= maxDiscardedBytes) reply.removeHeader('connection');
}

async function listen(app: NestFastifyApplication, { port, host, fallbackPort, name }: App): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new PortUnavailableError(port, 'PORT', { cause: error });
    if (code !== 'EACCES' || fallbackPort === undefined) throw error;
    new AppLogger(name).log(
      `port ${port} needs more rights than this user has: taking ${fallbackPort} (PORT chooses another)`,
    );
    await listen(app, { port: fallbackPort, host, name } as App);
  }
}
