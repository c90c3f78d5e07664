import type { ConsoleFailureCode } from '@eureka-nest/protocol/console';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isFromOtherSite } from '../access/web-pages.js';
import { eventSink, openStream, streamHead } from '../change-feed/changes.resources.js';
import { followHeader } from './calls-reader.js';
import type { ConsoleActions } from './console-actions.js';
import { MAX_ACTION_BYTES, readAction } from './action-request.js';
import { ComparisonError, compareWithPeer } from './compare-with-peer.js';
import type { ConsoleAssets } from './console-assets.js';
import type { ConsoleStream, ConsoleStreamParts } from './console-stream.js';
import { encodeEvent } from './event-text.js';
import { type HelloParts, helloOf } from './hello.js';
import { missingPage } from './missing-page.js';
import type { OperatorAccess } from './operator-access.js';

export interface ConsolePluginParts extends Pick<ConsoleStreamParts, 'service' | 'peers' | 'options'> {
  readonly stream: ConsoleStream;
  readonly assets: ConsoleAssets;
  readonly access: OperatorAccess;
  readonly actions: ConsoleActions;
  readonly hello: HelloParts;
  /** Aborts when the server stops. */
  readonly stopping: AbortSignal;
}

/** Own scripts and styles only, and requests to this server alone; nothing inline. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const secure = { 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' } as const;
const pageHead = {
  ...secure,
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': contentSecurityPolicy,
  'cache-control': 'no-store',
} as const;

/** The console beside the page, its assets and its API. Other paths stay with the host. */
export async function consolePlugin(app: FastifyInstance, parts: ConsolePluginParts): Promise<void> {
  const prefix = `${parts.options.dashboardPath.replace(/\/$/, '')}/console`;
  await app.register(
    async (scope) => {
      scope.removeAllContentTypeParsers();
      scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
      scope.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
        const status = error.statusCode ?? 500;
        if (status >= 500) parts.service.logFailed('console', error);
        const message = status === 413 ? `the body must have at most ${MAX_ACTION_BYTES} bytes` : 'failed';
        return sendJson(reply, status, { ok: false, message });
      });
      addRoutes(scope, parts);
    },
    { prefix },
  );
}

type Handler = (request: FastifyRequest, reply: FastifyReply) => unknown;

function addRoutes(app: FastifyInstance, parts: ConsolePluginParts): void {
  const add = (url: string, methods: readonly string[], handler: Handler) => {
    const others = app.supportedMethods.filter((method) => !methods.includes(method) && method !== 'HEAD');
    app.route({ method: [...methods], url, handler, bodyLimit: MAX_ACTION_BYTES });
    app.route({
      method: others,
      url,
      bodyLimit: MAX_ACTION_BYTES,
      handler: (_request, reply) => reply.code(405).header('allow', methods.join(',')).send(),
    });
  };
  const reading = ['GET', 'HEAD'];
  /** A page of another site may link to the console, and use nothing of its API. */
  const own =
    (handler: Handler): Handler =>
    (request, reply) =>
      isFromOtherSite(request.headers, parts.options.allowedHosts)
        ? sendFailure(reply, 403, 'requests of other sites are refused', 'other-site')
        : handler(request, reply);

  // The path with and without a slash, by one route where the host ignores the slash.
  add('/', reading, page(parts));
  add('/assets/:name', reading, asset(parts));
  add('/api/events', reading, own(events(parts)));
  add('/api/peers/:index/comparison', reading, own(comparison(parts)));
  add('/api/actions', ['POST'], own(act(parts)));
}

const page =
  ({ assets }: ConsolePluginParts): Handler =>
  async (request, reply) => {
    // The links of the page are relative to its folder.
    const [path = ''] = request.url.split('?', 1);
    if (path.endsWith('/')) return reply.code(302).header('location', '../console').send();
    void reply.headers(pageHead);
    const built = await assets.page();
    if (built) return reply.send(built);
    const { lang, body } = missingPage(request.headers['accept-language']);
    return reply.code(503).headers({ 'content-language': lang, vary: 'Accept-Language' }).send(body);
  };

const asset =
  ({ assets }: ConsolePluginParts): Handler =>
  async (request, reply) => {
    const { name } = request.params as { name: string };
    const found = await assets.file(name, /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? '')));
    if (!found) return reply.code(404).send();
    return reply
      .headers({
        ...secure,
        'content-type': found.type,
        'cache-control': 'public, max-age=31536000, immutable',
        vary: 'Accept-Encoding',
        ...(found.isGzip && { 'content-encoding': 'gzip' }),
      })
      .send(found.bytes);
  };

const events =
  ({ stream, access, hello, service }: ConsolePluginParts): Handler =>
  (request, reply) => {
    if (request.headers[followHeader] !== undefined)
      return sendFailure(reply, 403, 'a console is no consumer: its stream has no calls of its own');
    if (!stream.admits()) return sendFailure(reply, 503, 'too many consoles are open', 'too-many-readers');
    void reply.headers(secure);
    if (request.method === 'HEAD') return reply.headers(streamHead).send();
    const raw = openStream(reply);
    if (!raw) return reply;
    const reader = stream.open(eventSink(raw), () =>
      encodeEvent('hello', helloOf(hello, access.actionsFor(request), service.clock())),
    );
    raw.on('drain', () => reader.drained());
    raw.once('close', () => reader.closed());
    return reply;
  };

function comparison({ service, peers, options, stopping }: ConsolePluginParts): Handler {
  let isRunning = false;
  return async (request, reply) => {
    const { index } = request.params as { index: string };
    const peer = /^\d{1,4}$/.test(index) ? peers.all[Number(index)] : undefined;
    if (!peer) return sendFailure(reply, 404, `there is no peer ${index}`, 'no-peer');
    if (isRunning) return sendFailure(reply, 503, 'another comparison is running', 'busy');
    isRunning = true;
    try {
      return sendJson(reply, 200, await compareWithPeer(service, peer, options, stopping));
    } catch (error) {
      if (!(error instanceof ComparisonError)) throw error;
      return sendFailure(reply, 502, error.message, error.code);
    } finally {
      isRunning = false;
    }
  };
}

const refusals = {
  off: 'actions are off: eureka.console.actions-enabled turns them on',
  login: 'without a login only callers on the machine of the registry may act',
  role: 'eureka.console.operators does not list this user',
  'read-only': 'this registry is a read-only mirror',
} as const;

const act =
  ({ access, actions, service }: ConsolePluginParts): Handler =>
  (request, reply) => {
    const refuse = (status: number, message: string, code?: ConsoleFailureCode) => {
      service.logRefused('console action', request.ip, message);
      return sendFailure(reply, status, message, code);
    };
    const reason = access.reasonToRefuse(request);
    if (reason !== undefined) return refuse(403, refusals[reason], reason);
    if (!access.hasToken(request))
      return refuse(403, 'the token is missing or of an earlier start: reload the page', 'token');
    if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) {
      return refuse(415, 'Content-Type must be application/json');
    }
    const action = readAction(request.body);
    if (typeof action === 'string') return refuse(400, action);
    const { status, result } = actions.run(action, access.nameOf(request));
    return sendJson(reply, status, result);
  };

const sendFailure = (
  reply: FastifyReply,
  status: number,
  message: string,
  code?: ConsoleFailureCode,
): FastifyReply => sendJson(reply, status, { ok: false, message, ...(code && { code }) });

const sendJson = (reply: FastifyReply, status: number, body: object): FastifyReply =>
  reply
    .code(status)
    .headers({ ...secure, 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' })
    .send(JSON.stringify(body));
