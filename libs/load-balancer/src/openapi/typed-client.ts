import type { ServiceCallOptions, ServiceClient } from '../client/service-client.js';

/** One operation, as openapi-typescript writes it down. */
interface Operation {
  parameters: { path?: unknown; query?: unknown };
  requestBody?: unknown;
  responses: object;
}

type Method = 'get' | 'put' | 'post' | 'delete' | 'patch';
type Json<T> = T extends { content: { 'application/json': infer Body } } ? Body : never;

/** Paths that have this method. */
type PathWith<Paths, M extends Method> = {
  [Path in keyof Paths]: Paths[Path] extends { [Each in M]: Operation } ? Path : never;
}[keyof Paths] &
  string;

type OperationOf<Paths, Path, M extends Method> = Path extends keyof Paths
  ? Paths[Path] extends { [Each in M]: infer Found extends Operation }
    ? Found
    : never
  : never;

type Answer<Op extends Operation> = Op['responses'] extends { 200: infer Ok }
  ? Json<Ok>
  : Op['responses'] extends { 201: infer Created }
    ? Json<Created>
    : Op['responses'] extends { default: infer Other }
      ? Json<Other>
      : unknown;

type Part<Name extends string, Type> = [Type] extends [undefined]
  ? object
  : undefined extends Type
    ? { readonly [Each in Name]?: Type }
    : { readonly [Each in Name]: Type };

/** What an operation asks for: path and query by name, and a body. */
type Asked<Op extends Operation> = Part<'path', Op['parameters']['path']> &
  Part<'query', Op['parameters']['query']> &
  Part<'body', Op extends { requestBody: infer Body } ? Json<Body> : undefined> &
  Omit<ServiceCallOptions, 'params'>;

type Call<Paths, M extends Method> = <Path extends PathWith<Paths, M>>(
  path: Path,
  asked: Asked<OperationOf<Paths, Path, M>>,
) => Promise<Answer<OperationOf<Paths, Path, M>>>;

/** A {@link ServiceClient} that knows the paths, parameters, bodies and answers of its service. */
export type TypedClient<Paths> = { readonly [M in Method]: Call<Paths, M> };

interface Given extends ServiceCallOptions {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: unknown;
  readonly body?: unknown;
}

/** `typed<paths>(client).get('/payment/get/{id}', { path: { id: 31 } })`, `paths` being made of the service's Swagger document. */
export function typed<Paths>(client: ServiceClient): TypedClient<Paths> {
  const by =
    (method: Method) =>
    async (template: string, { path, query, body, ...options }: Given) => {
      const url = filled(template, path ?? {});
      return (await client.request({ ...options, method, url, params: query, data: body })).data;
    };
  const calls = {
    get: by('get'),
    put: by('put'),
    post: by('post'),
    delete: by('delete'),
    patch: by('patch'),
  };
  return calls as unknown as TypedClient<Paths>;
}

/** A value cannot leave its place in the path, whatever it holds. */
function filled(template: string, values: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new TypeError(`${template} needs a value for {${name}}`);
    const text = encodeURIComponent(String(value));
    return /^\.{1,2}$/.test(text) ? text.replaceAll('.', '%2E') : text;
  });
}
