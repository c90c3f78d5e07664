import type { LimitedTarget } from '../core/rate-limit/rate-limiter.js';
import type { RequestContext, Handler } from './request-context.js';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** A path below the base URL, its methods, and what applies to them. */
export interface Resource {
  /** Path pattern, such as `apps/:app/:name`. */
  readonly path: string;
  readonly methods: Readonly<Partial<Record<Method, Handler>>>;
  /**
   * Rate limit that a GET counts against, applied by `withRateLimit`; unlimited if left out. Java:
   * RateLimitingFilter.Target
   */
  readonly limit?: LimitedTarget;
  /** True if the response to a GET names the change feed, added by `withFeedHeaders`. */
  readonly announcesFeed?: true;
  /**
   * Handling of the request's `Accept` header. `none`: it is ignored, the response has one form
   * only. `json`: 406 unless JSON is accepted. Left out: JSON or XML, 406 if neither is accepted.
   */
  readonly negotiation?: 'none' | 'json';
  /** QUIRK(ServerInfoResource): found at its own path only, not below `v2/` or `v1/`. */
  readonly unversioned?: true;
}

export interface ResourceMatch extends Pick<RequestContext, 'app' | 'name' | 'version'> {
  readonly resource: Resource;
}

interface Entry {
  readonly resource: Resource;
  readonly parts: readonly string[];
  readonly appAt: number;
  readonly nameAt: number;
}

/**
 * Router of the registry API. Fastify's own falls short in three ways: it refuses parameters of
 * more than 100 characters unless the host allows more, leaves a trailing slash to the host, and
 * has no 405. A path means the same below `v2/` (Netflix's documentation) and without a version
 * (Spring); below `v1/` the response has the old form.
 */
export class Resources {
  /** Candidates by first segment, then by number of segments: one for most paths. */
  private readonly entries = new Map<string, Entry[][]>();

  /** @param resources the first match wins */
  constructor(resources: readonly Resource[]) {
    for (const resource of resources) {
      const parts = resource.path.split('/');
      const entry = { resource, parts, appAt: parts.indexOf(':app'), nameAt: parts.indexOf(':name') };
      const [first = ''] = parts;
      const byCount = this.entries.get(first) ?? [];
      this.entries.set(first, byCount);
      (byCount[parts.length] ??= []).push(entry);
    }
  }

  /** @param path raw path behind the base URL, without the query */
  find(path: string): ResourceMatch | undefined {
    const segments = (path.includes(';') ? withoutMatrix(path) : path).split('/');
    if (segments.at(-1) === '') segments.pop();
    const version = parseVersion(segments[0] ?? '');
    if (version) segments.shift();
    const candidates = this.entries.get(segments[0] ?? '')?.[segments.length];
    const entry = candidates?.find(({ parts }) => matches(parts, segments));
    if (!entry || (version && entry.resource.unversioned)) return undefined;
    const { resource, appAt, nameAt } = entry;
    return {
      resource,
      app: decoded(segments[appAt]).toUpperCase(),
      name: decoded(segments[nameAt]),
      version: version ?? 'v2',
    };
  }
}

/** QUIRK(Version.toEnum): `V1` works like `v1`, but `V2` is no version. */
const parseVersion = (segment: string): RequestContext['version'] | undefined =>
  segment === 'v2' ? 'v2' : segment === 'v1' || segment === 'V1' ? 'v1' : undefined;

/** QUIRK(Tomcat): matrix parameters (`;a=b` after a segment) are ignored. */
const withoutMatrix = (path: string) => path.replace(/;[^/]*/g, '');

const matches = (parts: readonly string[], segments: readonly string[]) =>
  parts.every((part, index) => (part.startsWith(':') ? segments[index] !== '' : segments[index] === part));

const decoded = (segment = '') => (segment.includes('%') ? decodeURIComponent(segment) : segment);
