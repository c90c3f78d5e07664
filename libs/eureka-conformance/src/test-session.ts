import { strict as assert } from 'node:assert';
import { randomBytes } from 'node:crypto';
import { sendRequest, type RequestSpec, type Reply } from './send-request.js';
import { PreparationError } from './preparation-error.js';
import { javaInstance } from './java-instance.js';
import { parseJson, isSuccess } from './replies.js';
import {
  asList,
  type WireItemResponse,
  type WireApplication,
  type WireApplications,
  type WireInstance,
} from './wire.js';
import { child, parseXml, type XmlElement } from './xml-tree.js';

export const acceptJson = { accept: 'application/json' };
export const acceptXml = { accept: 'application/xml' };
export const acceptCompact = { 'x-eureka-accept': 'compact' };
/** Headers of a request that another registry replicates. */
export const fromPeer = { ...acceptJson, 'x-netflix-discovery-replication': 'true' };

type Headers = Readonly<Record<string, string>>;

const runId = randomBytes(3).toString('hex').toUpperCase();
let sessionCount = 0;

/** A check's connection to a server, with its own application; cancels its instances afterwards. */
export class TestSession {
  /** Name of the application: unique, in upper case. */
  readonly app = `KIT-${runId}-${(sessionCount += 1)}`;
  readonly vip = this.app.toLowerCase();
  /** Id of the instance that {@link register} registers by default. */
  readonly id = `one:${this.vip}:8081`;
  lastExchange = 'none';
  private readonly instances = new Map<string, readonly [app: string, id: string]>();

  constructor(private readonly base: URL) {}

  /** @param path path below the base URL, sent as it is */
  async request(path: string, spec: RequestSpec = {}): Promise<Reply> {
    const url = `${this.base.pathname.replace(/\/$/, '')}/${path}`;
    this.lastExchange = `${spec.method ?? 'GET'} ${url}`;
    const reply = await sendRequest(this.base, url, spec);
    this.lastExchange += ` -> ${reply.status} ${reply.type} ${reply.text.slice(0, 500)}`.trimEnd();
    return reply;
  }

  get(path: string, headers: Headers = acceptJson): Promise<Reply> {
    return this.request(path, { headers });
  }

  put(path: string, headers: Headers = acceptJson): Promise<Reply> {
    return this.request(path, { method: 'PUT', headers });
  }

  delete(path: string, headers: Headers = acceptJson): Promise<Reply> {
    return this.request(path, { method: 'DELETE', headers });
  }

  /** The registration of a Java client with some fields changed; `undefined` omits a field. */
  instance(changes: object = {}): Record<string, unknown> {
    return javaInstance({ instanceId: this.id, app: this.app, vip: this.vip }, changes);
  }

  /** Sends a registration without checking the response. */
  sendRegistration(instance: object, headers: Headers = acceptJson, path?: string): Promise<Reply> {
    return this.postRegistration(
      JSON.stringify({ instance }),
      { 'content-type': 'application/json', ...headers },
      path,
    );
  }

  /** Sends any body as a registration, without checking the response. */
  async postRegistration(body: string | Buffer, headers: Headers, path = `apps/${this.app}`): Promise<Reply> {
    this.cancelAfterwards(this.id);
    return this.request(path, { method: 'POST', headers, body });
  }

  /** Registers an instance; throws if the server rejects it. */
  async register(changes: object = {}, headers: Headers = acceptJson): Promise<void> {
    const instance = this.instance(changes);
    this.cancelAfterwards(String(instance['instanceId'] || instance['hostName']));
    if (!isSuccess(await this.sendRegistration(instance, headers)))
      throw new PreparationError(this.lastExchange);
  }

  /** Registers the instance of {@link id} in another application. */
  async registerIn(app: string): Promise<void> {
    this.cancelAfterwards(this.id, app);
    const reply = await this.sendRegistration(
      this.instance({ app }),
      acceptJson,
      `apps/${encodeURIComponent(app)}`,
    );
    if (!isSuccess(reply)) throw new PreparationError(this.lastExchange);
  }

  /** Path of an instance of this application. */
  path(id: string = this.id): string {
    return `apps/${this.app}/${encodeURIComponent(id)}`;
  }

  heartbeat(query = '', headers: Headers = acceptJson): Promise<Reply> {
    return this.put(`${this.path()}${query}`, headers);
  }

  async read(id: string = this.id): Promise<WireInstance> {
    return (await this.readJson<{ instance: WireInstance }>(this.path(id))).instance;
  }

  /** Reads an applications document: `apps`, `apps/delta`, `vips/…`. */
  async applications(path = 'apps', headers: Headers = acceptJson): Promise<WireApplications> {
    const { applications } = await this.readJson<{ applications: WireApplications }>(path, headers);
    const application = asList(applications.application);
    return {
      ...applications,
      application: application.map((app) => ({ ...app, instance: asList(app.instance) })),
    };
  }

  /** Finds this check's application in an applications document. */
  async ownApplication(path = 'apps', headers: Headers = acceptJson): Promise<WireApplication | undefined> {
    const { application } = await this.applications(path, headers);
    return application.find(({ name }) => name === this.app);
  }

  /** Finds this check's instance in an applications document, which has to contain it once. */
  async ownInstance(path = 'apps', headers: Headers = acceptJson): Promise<WireInstance> {
    const instances = (await this.ownApplication(path, headers))?.instance ?? [];
    const [found, ...more] = instances.filter(({ instanceId }) => instanceId === this.id);
    assert.ok(
      found && more.length === 0,
      `${path} contains ${this.id} once, not ${found ? 'twice' : 'never'}`,
    );
    return found;
  }

  /** Reads a document as XML. */
  async readXml(path: string, headers: Headers = acceptXml): Promise<XmlElement> {
    const reply = await this.get(path, headers);
    assert.equal(reply.status, 200);
    assert.equal(reply.type, 'application/xml');
    return parseXml(reply.text);
  }

  /** Finds this check's application in an applications document in XML. */
  async ownApplicationXml(path = 'apps', headers: Headers = acceptXml): Promise<XmlElement> {
    const { children } = await this.readXml(path, headers);
    const mine = children.find(
      (each) => each.name === 'application' && child(each, 'name').text === this.app,
    );
    assert.ok(mine, `${path} has an <application> named ${this.app}`);
    return mine;
  }

  async batch(...items: readonly { readonly id: string }[]): Promise<readonly WireItemResponse[]> {
    for (const { id } of items) this.cancelAfterwards(id);
    const reply = await this.sendBatch({ replicationList: items });
    assert.equal(reply.status, 200);
    return asList(parseJson<{ responseList: readonly WireItemResponse[] }>(reply).responseList);
  }

  /** @param content the batch; a text is sent as it is */
  sendBatch(
    content: object | string,
    headers: Headers = acceptJson,
    path = 'peerreplication/batch/',
  ): Promise<Reply> {
    const body = typeof content === 'string' || Buffer.isBuffer(content) ? content : JSON.stringify(content);
    return this.request(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
  }

  /** Marks an instance to be cancelled after the check. */
  cancelAfterwards(id: string, app: string = this.app): void {
    this.instances.set(`${app}/${id}`, [app, id]);
  }

  async cancelAll(): Promise<void> {
    for (const [app, id] of this.instances.values()) {
      const { status } = await this.delete(`apps/${encodeURIComponent(app)}/${encodeURIComponent(id)}`);
      // A server may have accepted an id that does not work in a path.
      if (status !== 200 && status !== 404) {
        await this.sendBatch({ replicationList: [{ appName: app, id, action: 'Cancel' }] });
      }
    }
  }

  private async readJson<T>(path: string, headers: Headers = acceptJson): Promise<T> {
    const reply = await this.get(path, headers);
    assert.equal(reply.status, 200);
    assert.equal(reply.type, 'application/json');
    return parseJson<T>(reply);
  }
}
