import type { Handler } from './eureka-request.js';

/** Something that has a path below the base, and what can be done to it. */
export interface Resource {
  /** Such as `apps/:app/:id`. */
  readonly path: string;
  readonly methods: Readonly<Partial<Record<'GET' | 'PUT' | 'POST' | 'DELETE', Handler>>>;
  /** Answers JSON whatever the request would like: there is no other form of it. */
  readonly jsonOnly?: boolean;
}

export interface Found {
  readonly resource: Resource;
  readonly params: { readonly app: string; readonly id: string };
}

/**
 * Finds the resource that a path means. Fastify's own router would do but for three things: it refuses parameters of more than
 * 100 characters unless the host allows more, it leaves the slash at the end to the host, and it knows no 405.
 * A path is the same below `v2/` (the form Netflix documents) and without (Spring's).
 *
 * @param path what follows the base, as it was sent, without the query
 */
export class Resources {
  private readonly entries: readonly { resource: Resource; parts: readonly string[] }[];

  /** @param resources of two that match a path the first is meant */
  constructor(resources: readonly Resource[]) {
    this.entries = resources.map((resource) => ({ resource, parts: resource.path.split('/') }));
  }

  find(path: string): Found | undefined {
    const segments = path.split('/').map(withoutMatrix);
    if (segments.at(-1) === '') segments.pop();
    if (segments[0] === 'v2') segments.shift();
    const entry = this.entries.find(({ parts }) => matches(parts, segments));
    return entry && { resource: entry.resource, params: paramsOf(entry.parts, segments) };
  }
}

/** QUIRK(Tomcat): `;a=b` after a segment says nothing. */
const withoutMatrix = (segment: string) => segment.split(';', 1)[0] ?? '';

const matches = (parts: readonly string[], segments: readonly string[]) =>
  parts.length === segments.length &&
  parts.every((part, index) => (part.startsWith(':') ? segments[index] !== '' : segments[index] === part));

function paramsOf(parts: readonly string[], segments: readonly string[]): Found['params'] {
  const valueOf = (part: string) => decodeURIComponent(segments[parts.indexOf(part)] ?? '');
  return { app: valueOf(':app').toUpperCase(), id: valueOf(':id') };
}
