import {
  AllInstancesFailedError,
  type Candidate,
  classifyFailure,
  ejectionRules,
  type FailedTry,
  isIdempotent,
  isTimeout,
  judgeFailure,
  MaybeSentError,
  NoInstanceError,
  type Outcome,
  parseServiceUrl,
  type PoolMember,
  RetryBudget,
  retryPolicy,
  roundRobin,
  ServicePool,
  type ServiceUrl,
  TryTimeoutError,
} from '@eureka-nest/load-balancer/core';
import type { RegistryCache } from '@eureka-nest/client/discovery';
import type { NoResponse } from '@eureka-nest/server/simulation';
import type { HttpResponse } from './messages.js';
import type { SimProcess } from './sim-process.js';
import type { World } from './world.js';

/** Time limit of a try. Spring's default is none; here it is one that a reader can wait for. */
const TRY_LIMIT_MS = 2_000;

/** One call that ended: its method and URL, who answered, and the error if it failed. */
export interface EndedCall {
  readonly at: number;
  readonly caller: string;
  readonly method: string;
  readonly url: string;
  /** Process of the last try; undefined if there was none. */
  readonly target: string | undefined;
  readonly outcome: 'ok' | 'failed';
  readonly tries: number;
  readonly error: string | undefined;
}

interface Service {
  readonly pool: ServicePool;
  readonly budget: RetryBudget;
  listedAt: number;
}

interface Call {
  readonly method: string;
  readonly url: string;
  readonly target: ServiceUrl;
  readonly service: Service;
  readonly tries: FailedTry[];
}

/** Calls by service name: the real pool, strategy, ejection and retry rules. */
export class Balancer {
  private readonly services = new Map<string, Service>();

  constructor(
    private readonly client: SimProcess,
    private readonly world: World,
    private readonly cache: RegistryCache,
    private readonly processAt: (port: number) => SimProcess | undefined,
    private readonly ended: (call: EndedCall) => void,
  ) {}

  call(method: string, url: string): void {
    let target: ServiceUrl;
    try {
      target = parseServiceUrl(url);
    } catch (error) {
      return this.end(method, url, undefined, 0, error as Error);
    }
    // An address is called as it is, as in the first chapters of the course.
    if (target.isAddress) return this.callAddress(method, url, target);
    const service = this.serviceOf(target.host);
    service.budget.deposit();
    this.next({ method, url, target, service, tries: [] });
  }

  private callAddress(method: string, url: string, { port = 80, path }: ServiceUrl): void {
    const to = this.processAt(port);
    if (!to) return this.end(method, url, undefined, 1, errorOf('connection refused'));
    this.send(to, method, path, port, {
      responded: () => this.end(method, url, to.name, 1),
      failed: (error) => this.end(method, url, to.name, 1, error),
    });
  }

  private next(call: Call): void {
    const { service, tries, target, method, url } = call;
    const tried = tries.map(({ candidate }) => candidate);
    const member = service.pool.pick({}, tried);
    if (!member) return this.end(method, url, undefined, tries.length, this.noInstance(target.host));
    const { candidate } = member;
    const to = this.processAt(candidate.port);
    if (!to) return this.failed(call, member, errorOf('connection refused'), 0);
    service.pool.begin(member);
    const startedAt = this.world.now;
    this.send(to, method, target.path, candidate.port, {
      responded: () => {
        this.endTry(call, member, 'good', startedAt);
        this.end(method, url, to.name, tries.length + 1);
      },
      failed: (error) => this.failed(call, member, error, startedAt),
    });
  }

  private failed(call: Call, member: PoolMember, error: Error, startedAt: number): void {
    const { tries, method, url, service, target } = call;
    const { candidate } = member;
    this.endTry(call, member, 'failed', startedAt, error);
    tries.push({ candidate, error });
    const policy = this.world.pace.retries ? retryPolicy : { ...retryPolicy, attempts: 1 };
    const reason = isTimeout(error) ? 'timeout' : 'broken';
    const verdict = judgeFailure(classifyFailure(error), reason, isIdempotent(method), policy);
    const tried = tries.map((each) => each.candidate);
    const mayGoOn =
      tries.length < policy.attempts && service.pool.hasOther(candidate, {}, tried.slice(0, -1));
    const isRepeated =
      mayGoOn && (verdict === 'next' || (verdict === 'next-on-budget' && service.budget.withdraw()));
    if (isRepeated) return this.next(call);
    const cause =
      verdict === 'stop'
        ? new MaybeSentError(target.host, candidate, { cause: error })
        : new AllInstancesFailedError(target.host, tries);
    this.end(method, url, candidate.instanceId, tries.length, cause);
  }

  private endTry(
    { service }: Call,
    member: PoolMember,
    outcome: Outcome,
    startedAt: number,
    error?: Error,
  ): void {
    const { now } = this.world;
    const changes = service.pool.end(member, outcome, now - startedAt, now, error);
    if (!this.world.pace.ejects) return;
    for (const { kind, member: changed } of changes)
      this.world.log.add('process', `${this.client.name}: ${kind} ${changed.candidate.instanceId}`);
  }

  private send(
    to: SimProcess,
    method: string,
    path: string,
    port: number,
    { responded, failed }: { responded: (response: HttpResponse) => void; failed: (error: Error) => void },
  ): void {
    const headers = { host: `localhost:${port}`, accept: 'application/json' };
    this.client.send({
      to,
      kind: 'call',
      request: { method, path, headers, body: method === 'POST' ? '{"serial":"A new payment"}' : '' },
      timeoutMs: TRY_LIMIT_MS,
      responded,
      failed: (why) => failed(errorOf(why)),
    });
  }

  private serviceOf(name: string): Service {
    const { world, cache } = this;
    const key = name.toLowerCase();
    const clock = () => world.now;
    const made = () => {
      // Spring's balancer ejects nothing.
      const ejection = { ...ejectionRules, ...(!world.pace.ejects && { most: 0 }) };
      const pool = new ServicePool({ strategy: () => roundRobin(), filters: [], ejection, clock });
      return { pool, budget: new RetryBudget(retryPolicy.budget, clock), listedAt: -Infinity };
    };
    const service = this.services.get(key) ?? made();
    this.services.set(key, service);
    const list: readonly Candidate[] = cache.view.instances(name);
    const isOld = world.now - service.listedAt >= world.pace.listCacheMs;
    if (isOld || world.pace.listCacheMs === 0) {
      service.pool.update(list);
      // Spring caches no empty list.
      if (list.length > 0) service.listedAt = world.now;
    }
    return service;
  }

  /** Instances that are ejected now. */
  get ejected(): readonly string[] {
    return [...this.services.values()].flatMap(({ pool }) =>
      pool.ejected.map(({ instanceId }) => instanceId),
    );
  }

  private noInstance(service: string): Error {
    const { view, ageMs } = this.cache;
    const filteredOut = view.filteredOut(service);
    return new NoInstanceError(service, view.services, {
      filteredOut,
      ...(ageMs !== undefined && { ageMs }),
    });
  }

  private end(method: string, url: string, target: string | undefined, tries: number, error?: Error): void {
    const outcome = error ? 'failed' : 'ok';
    const caller = this.client.name;
    this.ended({ at: this.world.now, caller, method, url, target, outcome, tries, error: error?.message });
  }
}

function errorOf(why: NoResponse): Error {
  if (why === 'timed out') return new TryTimeoutError(TRY_LIMIT_MS);
  return Object.assign(new Error(why), { code: 'ECONNREFUSED', syscall: 'connect' });
}
