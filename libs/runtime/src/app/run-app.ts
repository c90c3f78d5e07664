import 'reflect-metadata';
import { type DynamicModule, Logger, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { ActuatorModule } from './actuator.module.js';
import { AppLogger } from './app-logger.js';
import { AppOptions, type LogFormat } from '../settings/app.options.js';
import { closeConnections } from './close-connections.js';
import { fromEnv } from '../settings/env.js';
import { logStop } from './log-stop.js';
import { InvalidOptionError, PortUnavailableError } from '../settings/errors.js';
import { logLevels } from '../settings/kinds.js';
import { listeningPort } from './listening-port.js';
import type { Tls } from '../tls/tls.js';

type ErrorHandler = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => unknown;

const byErrorHandler: ErrorHandler = (error, request, reply) =>
  request.server.errorHandler(error, request, reply);

export interface App
  extends Pick<AppOptions, 'port' | 'host' | 'logLevel'>,
    Partial<Pick<AppOptions, 'logFormat'>> {
  /** Name of the process in the log, such as `eureka-7001`. */
  readonly name: string;
  readonly imports: readonly (DynamicModule | Type)[];
  /** Port to use, with a log line, if the user may not listen on `port` (80 on Linux). */
  readonly fallbackPort?: number;
  /** Certificate and key; absent for plain HTTP. */
  readonly tls?: Tls;
  /** Responds to what reaches no route, such as a bad path; left out, the error handler does. */
  readonly frameworkErrors?: ErrorHandler;
  /** Hook that runs before listening: pipes, filters, docs. */
  readonly prepare?: (app: NestFastifyApplication) => void | Promise<void>;
}

const bodyLimit = 1_048_576;
/** Time limit for receiving a request; Fastify's default is none. */
const requestTimeoutMs = 60_000;
/** Interval at which Node checks that limit, in ms. */
const connectionsCheckingInterval = 5_000;

/**
 * More than one slash at the start of a path, which a proxy adds (nginx's `proxy_pass http://x/`). A
 * request line may hold a whole URL.
 */
const leadingSlashes = /^(https?:\/\/[^/?]*)?\/{2,}/i;

/** Creates the Nest application of one process: ready for `inject`, not listening. */
export async function createApp(given: App): Promise<NestFastifyApplication> {
  const { name, imports, prepare, logLevel, logFormat, tls, frameworkErrors = byErrorHandler } = given;
  const app = await NestFactory.create<NestFastifyApplication>(
    { module: class Root {}, imports: [ActuatorModule.for(name), ...imports] },
    new FastifyAdapter({
      bodyLimit,
      return503OnClosing: false,
      frameworkErrors,
      rewriteUrl: ({ url = '/' }) => (url.includes('//') ? url.replace(leadingSlashes, '$1/') : url),
      routerOptions: { ignoreTrailingSlash: true },
      requestTimeout: requestTimeoutMs,
      [tls ? 'https' : 'http']: { ...tls, connectionsCheckingInterval },
    }),
    {
      logger: new AppLogger(name, logLevels.slice(logLevels.indexOf(logLevel)), logFormat),
      abortOnError: false,
    },
  );
  const fastify = app.getHttpAdapter().getInstance();
  fastify.addHook('preClose', async () => closeConnections(fastify.server));
  // A callback, since a promise here would cost every response a microtask.
  fastify.addHook('onSend', (request, reply, _payload, done) => {
    keepOpenAfter413(request, reply);
    done();
  });
  await prepare?.(app);
  return app;
}

/** Starts one process. SIGINT and SIGTERM stop it gracefully: clients deregister first. */
export async function runApp(given: App): Promise<NestFastifyApplication> {
  const app = await createApp(given);
  // Registered before Nest's own listeners, so that its line comes first.
  const forget = logStop();
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', async () => forget());
  // A graceful stop exits with 0; Nest's default would raise the signal again.
  app.enableShutdownHooks(undefined, { useProcessExit: true });
  await listen(app, given);
  new Logger('App').log(`listening on ${listeningUrl(app, given)}`);
  return app;
}

function listeningUrl(app: NestFastifyApplication, { host, tls }: App): string {
  const name = host.includes(':') ? `[${host}]` : host;
  return `${tls ? 'https' : 'http'}://${name}:${listeningPort(app.getHttpServer())}`;
}

/**
 * Runs `start` and exits with 1 if it fails. Errors that a user can fix are logged without stack
 * trace.
 */
export async function exitOnFailure(name: string, start: () => Promise<unknown>): Promise<void> {
  // Replaced by the logger of the app, once there is one.
  Logger.overrideLogger(new AppLogger(name, undefined, logFormatInEnv()));
  try {
    await start();
  } catch (error) {
    const isUserError = error instanceof InvalidOptionError || error instanceof PortUnavailableError;
    Logger.error(isUserError ? error.message : error);
    process.exit(1);
  }
}

/** Format of the log before the settings are known, which may be what is wrong. */
function logFormatInEnv(): LogFormat {
  try {
    return new AppOptions(fromEnv(AppOptions)).logFormat;
  } catch {
    return 'text';
  }
}

/** Largest rejected body that is still read to its end. */
const maxDiscardedBytes = 64 * bodyLimit;

/**
 * Keeps the connection open after a 413. Fastify closes it, and a caller that is still sending its
 * body then sees a broken connection instead of the 413; Node discards the rest of the body.
 */
function keepOpenAfter413({ headers }: FastifyRequest, reply: FastifyReply): void {
  const length = Number(headers['content-length']);
  if (reply.statusCode === 413 && length <= maxDiscardedBytes) reply.removeHeader('connection');
}

type Where = Pick<App, 'port' | 'host' | 'fallbackPort'>;

async function listen(app: NestFastifyApplication, { port, host, fallbackPort }: Where): Promise<void> {
  try {
    await app.listen(port, host);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE') throw new PortUnavailableError(port, 'PORT', { cause: error });
    if (code !== 'EACCES' || fallbackPort === undefined) throw error;
    new Logger('App').log(
      `port ${port} requires privileges that this user lacks: using ${fallbackPort} (set PORT to choose another)`,
    );
    await listen(app, { port: fallbackPort, host });
  }
}
