import type { RequestContext, Handler } from './request-context.js';

export type Method = 'GET' | 'PUT' | 'POST' | 'DELETE';

/** Something that has a path below the base, and what can be done to it. */
export interface Resource {
  /** Such as `apps/:app/:name`. */
  readonly path: string;
  readonly methods: Readonly<Partial<Record<Method, Handler>>>;
  /** There is no form of it but JSON: it is told to who takes that, or `always`. */
  readonly jsonOnly?: 'where-accepted' | 'always';
  /** QUIRK(ServerInfoResource): at its own path alone, and not below a version. */
  readonly unversioned?: boolean;
}

export interface Found extends Pick<RequestContext, 'app' | 'name' | 'version'> {
  readonly resource: Resource;
}

interface Entry {
  readonly resource: Resource;
  readonly parts: readonly string[];
  readonly appAt: number;
  readonly nameAt: number;
}

/**
 * Finds the resource that a path means. Fastify's own router would do but for three things: it refuses parameters of more than
 * 100 characters unless the host allows more, it leaves the slash at the end to the host, and it knows no 405.
 * A path is the same below `v2/` (the form Netflix documents) and without (Spring's); below `v1/` the answer is in the old form.
 *
 * @param path what follows the base, as it was sent, without the query
 */
export class Resources {
  /** By the first segment, then by how many there are: most paths leave one to look at. */
  private readonly entries = new Map<string, Entry[][]>();

  /** @param resources of two that match a path the first is meant */
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

  find(path: string): Found | undefined {
    const segments = (path.includes(';') ? withoutMatrix(path) : path).split('/');
    if (segments.at(-1) === '') segments.pop();
    const version = versionOf(segments[0] ?? '');
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

/** QUIRK(Version.toEnum): `V1` is the first version too; the second has to be written small. */
const versionOf = (segment: string): RequestContext['version'] | undefined =>
  segment === 'v2' ? 'v2' : segment === 'v1' || segment === 'V1' ? 'v1' : undefined;

/** QUIRK(Tomcat): `;a=b` after a segment says nothing. */
const withoutMatrix = (path: string) => path.replace(/;[^/]*/g, '');

const matches = (parts: readonly string[], segments: readonly string[]) =>
  parts.every((part, index) => (part.startsWith(':') ? segments[index] !== '' : segments[index] === part));

const decoded = (segment = '') => (segment.includes('%') ? decodeURIComponent(segment) : segment);
