// The lower bound: a registry that is Fastify and a Map, without leases, delta or XML.
import Fastify from 'fastify';
import { gzipSync } from 'node:zlib';

const apps = new Map();
/** The cached response of `apps`; undefined after a change. */
let cached;

function response() {
  if (cached) return cached;
  const application = [...apps].map(([name, instances]) => ({ name, instance: [...instances.values()] }));
  const plain = Buffer.from(
    JSON.stringify({ applications: { versions__delta: '1', apps__hashcode: '', application } }),
  );
  return (cached = { plain, gzip: undefined });
}

const server = Fastify({ bodyLimit: 1_048_576 });
// Spring's clients send this type with an empty body in a heartbeat.
server.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) =>
  done(null, text === '' ? undefined : JSON.parse(text)),
);

server.put('/eureka/apps/:app/:id', (request, reply) => {
  const instance = apps.get(request.params.app)?.get(request.params.id);
  if (instance) instance.leaseInfo.lastRenewalTimestamp = Date.now();
  reply.code(instance ? 200 : 404).send();
});
server.post('/eureka/apps/:app', (request, reply) => {
  const { app } = request.params;
  if (!apps.has(app)) apps.set(app, new Map());
  apps.get(app).set(request.body.instance.instanceId, request.body.instance);
  cached = undefined;
  reply.code(204).send();
});
server.delete('/eureka/apps/:app/:id', (request, reply) => {
  const known = apps.get(request.params.app)?.delete(request.params.id);
  cached = undefined;
  reply.code(known ? 200 : 404).send();
});
server.get('/eureka/apps/', (request, reply) => {
  const it = response();
  reply.header('content-type', 'application/json');
  if (!request.headers['accept-encoding']?.includes('gzip')) return reply.send(it.plain);
  it.gzip ??= gzipSync(it.plain);
  return reply.header('content-encoding', 'gzip').send(it.gzip);
});

await server.listen({ port: Number(process.env.PORT), host: '127.0.0.1' });
