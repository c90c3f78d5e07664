import type { ConsoleHello } from '@eureka-nest/protocol/console';
import type { FastifyRequest } from 'fastify';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { isForOwnHost } from '../access/web-pages.js';
import { loginOf } from '../options/access.options.js';
import type { EurekaServerOptions } from '../options/eureka-server.options.js';

/** Header of an action with the token of `hello`. */
export const tokenHeader = 'eureka-nest-console';

type Caller = Pick<FastifyRequest, 'headers' | 'ip'>;

/**
 * Access to the actions of the console: with a login for its operators; without one, only for
 * callers on this machine that a proxy did not forward, and that name this server in their `Host`.
 * The token, random for each process, is given to them alone, so that an action comes from a page
 * that read it here.
 */
export class OperatorAccess {
  private readonly token = randomBytes(24).toString('base64url');

  constructor(private readonly options: EurekaServerOptions) {}

  /** Field `actions` of the hello to this caller. */
  actionsFor(caller: Caller): ConsoleHello['actions'] {
    const user = loginOf(this.options)?.name;
    const reason = this.reasonToRefuse(caller);
    if (reason !== undefined) return { enabled: false, reason, ...(user !== undefined && { user }) };
    return { enabled: true, token: this.token, ...(user !== undefined && { user }) };
  }

  /** True if the request has the token; the time of the comparison reveals nothing. */
  hasToken({ headers }: Caller): boolean {
    return timingSafeEqual(digest(String(headers[tokenHeader] ?? '')), digest(this.token));
  }

  /** Name of the caller in the log. */
  nameOf({ ip }: Caller): string {
    return `operator ${loginOf(this.options)?.name ?? ip}`;
  }

  reasonToRefuse(caller: Caller): ConsoleHello['actions']['reason'] {
    const { consoleActionsEnabled, consoleOperators, readOnly } = this.options;
    if (!consoleActionsEnabled) return 'off';
    if (readOnly) return 'read-only';
    const login = loginOf(this.options);
    if (login) return consoleOperators.includes(login.name) ? undefined : 'role';
    return isOnThisMachine(caller) && isForOwnHost(caller.headers, this.options) ? undefined : 'login';
  }
}

/** A proxy on this machine makes every caller look local, and says so in one of these headers. */
const isOnThisMachine = ({ ip, headers }: Caller): boolean =>
  /^(127\.|::1$|::ffff:127\.)/.test(ip) && !Object.keys(headers).some((name) => ofProxies.test(name));

const ofProxies =
  /^(forwarded|x-forwarded-.*|x-real-ip|x-client-ip|true-client-ip|cf-connecting-ip|via|cdn-loop)$/;

/** Digests have one length. */
const digest = (text: string) => createHash('sha256').update(text).digest();
