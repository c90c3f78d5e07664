import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { ask, type Question, type Reply } from './ask.js';
import { PreparationError } from './failure.js';
import { javaInstance } from './java-instance.js';
import { documentOf, isTaken } from './replies.js';
import {
  many,
  type WireAnswer,
  type WireApplication,
  type WireApplications,
  type WireInstance,
} from './wire.js';
import { child, xmlTree, type XmlElement } from './xml-tree.js';

export const json = { accept: 'application/json' };
export const xml = { accept: 'application/xml' };
export const compact = { 'x-eureka-accept': 'compact' };
/** The request of another registry, which passes on what it was told. */
export const fromPeer = { ...json, 'x-netflix-discovery-replication': 'true' };

type Headers = Readonly<Record<string, string>>;

const run = randomBytes(3).toString('hex').toUpperCase();
let count = 0;

/** One check's way of talking to a server: with an application of its own, and taking its instances with it. */
export class TestSession {
  /** In capitals, like all of them; nobody else has it. */
  readonly app = `KIT-${run}-${(count += 1)}`;
  readonly vip = this.app.toLowerCase();
  /** The id of the instance that {@link register} makes if nothing else is said. */
  readonly id = `one:${this.vip}:8081`;
  lastExchange = 'none';
  private readonly registered = new Map<string, readonly [app: string, id: string]>();

  constructor(private readonly base: URL) {}

  /** @param path below the base URL, as it is to be sent */
  async ask(path: string, question: Question = {}): Promise<Reply> {
    const url = `${this.base.pathname.replace(/\/$/, '')}/${path}`;
    this.lastExchange = `${question.method ?? 'GET'} ${url}`;
    const reply = await ask(this.base, url, question);
    this.lastExchange += ` -> ${reply.status} ${reply.type} ${reply.text.slice(0, 500)}`.trimEnd();
    return reply;
  }

  get(path: string, headers: Headers = json): Promise<Reply> {
    return this.ask(path, { headers });
  }

  put(path: string, headers: Headers = json): Promise<Reply> {
    return this.ask(path, { method: 'PUT', headers });
  }

  delete(path: string, headers: Headers = json): Promise<Reply> {
    return this.ask(path, { method: 'DELETE', headers });
  }

  /** The instance as a Java client would send it, changed as given; `undefined` leaves a field out. */
  instance(changes: object = {}): Record<string, unknown> {
    return javaInstance({ instanceId: this.id, app: this.app, vip: this.vip }, changes);
  }

  /** Sends a registration, whatever comes of it. */
  send(instance: object, headers: Headers = json, path?: string): Promise<Reply> {
    return this.post(JSON.stringify({ instance }), { 'content-type': 'application/json', ...headers }, path);
  }

  /** Sends any body as a registration. */
  async post(body: string | Buffer, headers: Headers, path = `apps/${this.app}`): Promise<Reply> {
    this.willLeave(this.id);
    return this.ask(path, { method: 'POST', headers, body });
  }

  /** Registers, and makes sure of it. */
  async register(changes: object = {}, headers: Headers = json): Promise<void> {
    const instance = this.instance(changes);
    this.willLeave(String(instance['instanceId'] || instance['hostName']));
    if (!isTaken(await this.send(instance, headers))) throw new PreparationError(this.lastExchange);
  }

  /** Registers the instance of {@link id} in another application too. */
  async registerIn(app: string): Promise<void> {
    this.willLeave(this.id, app);
    const reply = await this.send(this.instance({ app }), json, `apps/${encodeURIComponent(app)}`);
    if (!isTaken(reply)) throw new PreparationError(this.lastExchange);
  }

  /** The path of an instance of this application. */
  at(id: string = this.id): string {
    return `apps/${this.app}/${encodeURIComponent(id)}`;
  }

  heartbeat(query = '', headers: Headers = json): Promise<Reply> {
    return this.put(`${this.at()}${query}`, headers);
  }

  async read(id: string = this.id): Promise<WireInstance> {
    return (await this.document<{ instance: WireInstance }>(this.at(id))).instance;
  }

  /** The applications of a document: `apps`, `apps/delta`, `vips/...`. */
  async applications(path = 'apps', headers: Headers = json): Promise<WireApplications> {
    const { applications } = await this.document<{ applications: WireApplications }>(path, headers);
    const application = many(applications.application);
    return {
      ...applications,
      application: application.map((app) => ({ ...app, instance: many(app.instance) })),
    };
  }

  /** This check's application in such a document. */
  async mine(path = 'apps', headers: Headers = json): Promise<WireApplication | undefined> {
    const { application } = await this.applications(path, headers);
    return application.find(({ name }) => name === this.app);
  }

  /** This check's instance in such a document. */
  async listed(path = 'apps', headers: Headers = json): Promise<WireInstance> {
    const instances = (await this.mine(path, headers))?.instance ?? [];
    const [found, ...more] = instances.filter(({ instanceId }) => instanceId === this.id);
    assert.ok(
      found && more.length === 0,
      `${path} has ${this.id} once, and not ${found ? 'twice' : 'never'}`,
    );
    return found;
  }

  /** A document as XML. */
  async xml(path: string, headers: Headers = xml): Promise<XmlElement> {
    const reply = await this.get(path, headers);
    assert.equal(reply.status, 200);
    assert.equal(reply.type, 'application/xml');
    return xmlTree(reply.text);
  }

  /** This check's application in such a document. */
  async myXml(path = 'apps', headers: Headers = xml): Promise<XmlElement> {
    const { children } = await this.xml(path, headers);
    const mine = children.find(
      (each) => each.name === 'application' && child(each, 'name').text === this.app,
    );
    assert.ok(mine, `${path} has an <application> named ${this.app}`);
    return mine;
  }

  async batch(...items: readonly { readonly id: string }[]): Promise<readonly WireAnswer[]> {
    for (const { id } of items) this.willLeave(id);
    const reply = await this.sendBatch({ replicationList: items });
    assert.equal(reply.status, 200);
    return many(documentOf<{ responseList: readonly WireAnswer[] }>(reply).responseList);
  }

  /** @param what a text is sent as it stands */
  sendBatch(what: object | string, headers: Headers = json, path = 'peerreplication/batch/'): Promise<Reply> {
    const body = typeof what === 'string' || Buffer.isBuffer(what) ? what : JSON.stringify(what);
    return this.ask(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  }

  /** To be cancelled when the check is over. */
  willLeave(id: string, app: string = this.app): void {
    this.registered.set(`${app}/${id}`, [app, id]);
  }

  async leave(): Promise<void> {
    for (const [app, id] of this.registered.values()) {
      const { status } = await this.delete(`apps/${encodeURIComponent(app)}/${encodeURIComponent(id)}`);
      // An id that a server took but cannot have in a path.
      if (status !== 200 && status !== 404) {
        await this.sendBatch({ replicationList: [{ appName: app, id, action: 'Cancel' }] });
      }
    }
  }

  private async document<T>(path: string, headers: Headers = json): Promise<T> {
    const reply = await this.get(path, headers);
    assert.equal(reply.status, 200);
    assert.equal(reply.type, 'application/json');
    return documentOf<T>(reply);
  }
}
