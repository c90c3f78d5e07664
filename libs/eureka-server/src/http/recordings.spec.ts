import fastify, { type InjectOptions } from 'fastify';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Registry } from '../core/registry.js';
import { defaultRegistryOptions } from '../core/registry-options.js';
import { RegistryService } from '../registry.service.js';
import { eurekaPlugin } from './eureka.plugin.js';

interface Step {
  readonly name: string;
  readonly method: InjectOptions['method'];
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body?: string;
  readonly status: number;
  readonly answer?: unknown;
}

const quiet = { log: jest.fn(), warn: jest.fn(), error: jest.fn(), debug: jest.fn() };
const folder = join(__dirname, '../../fixtures/server-current');

/** Where this server answers otherwise on purpose. */
const ours: Readonly<Record<string, { readonly status?: number; readonly why: string }>> = {
  '05-status-override 033': {
    status: 200,
    why: "Netflix's server has this resource, Spring's filter hides it",
  },
  '05-status-override 034': { status: 200, why: 'the same below v2' },
  '08-errors 006': { status: 400, why: 'a body of null is the fault of who sent it' },
  '08-errors 063': { status: 204, why: "gzip bodies are read, as Netflix's server does" },
  '08-errors 096': { status: 404, why: 'v2 alone is a version' },
  '09-batch 016': {
    why: 'an entity shows the instance as it was answered, not as it was when the batch ended',
  },
  '09-batch 021': { status: 200, why: "a newer peer's fields are passed over" },
  '09-batch 022': { status: 200, why: 'the same beside the list' },
  '09-batch 028': { status: 200, why: "gzip bodies are read, as Netflix's server does" },
  '12-more 026': { status: 200, why: 'a slash in an id is refused by Tomcat, not by Eureka' },
};

/** Exchanges recorded from a Spring Cloud server (5.0.2): the JSON ones, in order, each folder on a server of its own. */
describe.each(readdirSync(folder).map((file) => file.replace('.json', '')))('as recorded: %s', (name) => {
  const steps = JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as Step[];
  const registry = new Registry(
    defaultRegistryOptions,
    () => 1_795_407_000_000,
    () => 0,
  );
  const service = new RegistryService(registry, { logger: quiet });
  const app = fastify();
  beforeAll(async () => void (await app.register(eurekaPlugin, { prefix: '/eureka', registry: service })));
  afterAll(() => app.close());

  it.each(steps.map((step) => [step.name, step] as const))('%s', async (_name, step) => {
    const { method, path: url, headers, body, status, answer } = step;
    const zipped = headers['content-encoding'] === 'gzip';
    const payload = body !== undefined && zipped ? Buffer.from(body, 'base64') : body;
    const answered = await app.inject({ method, url, headers, payload });
    const deviation = ours[`${name} ${step.name.slice(0, 3)}`];
    expect(answered.statusCode).toBe(deviation?.status ?? status);
    if (!answer || deviation || answered.headers['content-encoding'] === 'gzip') return;
    expect(still(answered.json())).toEqual(still(answer));
  });
});

const volatile = /^(registration|lastRenewal|serviceUp|lastUpdated)Timestamp$/;

/** Without what differs from run to run: times, and the order of lists that Java keeps in hash maps. */
function still(value: unknown): unknown {
  if (Array.isArray(value))
    return value.map(still).toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => !volatile.test(name))
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, each]) => [
        name,
        isLoadCount(name) || isServersClock(name, each) ? 'volatile' : still(each),
      ]),
  );
}

const isLoadCount = (name: string) => name === 'versions__delta';
/** Our own requests carry a fixed stamp; another one was put there by the server. */
const isServersClock = (name: string, value: unknown) =>
  (name === 'lastDirtyTimestamp' && !String(value).startsWith('17954000000')) ||
  (name === 'evictionTimestamp' && value !== 0);
