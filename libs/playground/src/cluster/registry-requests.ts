import { changesHeader, positionHeader, readPosition, syncingHeader } from '@eureka-nest/protocol';
import {
  NoRegistryError,
  type RegistryRequest,
  type RegistryResponse,
  RegistryUnreachableError,
  ServerSelector,
} from '@eureka-nest/client/discovery';
import type { HttpResponse, MessageKind } from './messages.js';
import type { SimProcess } from './sim-process.js';
import type { World } from './world.js';

type Purpose = 'read' | 'write';

interface Sent<T> {
  readonly value: T;
  readonly from: string;
}

const TIMEOUT_MS = 5_000;

/** Sends a client's requests to one registry after the other, in the order of the real selector. */
export class RegistryRequests {
  /** Registry that answered the last read. */
  readFrom: string | undefined;
  private readonly selector: ServerSelector;

  constructor(
    private readonly client: SimProcess,
    private readonly world: World,
    private readonly registries: readonly SimProcess[],
  ) {
    this.selector = new ServerSelector(() => world.now);
  }

  candidates(purpose: Purpose): readonly SimProcess[] {
    const names = this.registries.map(({ name }) => name);
    const order = this.selector.order(names, purpose);
    return order.flatMap((name) => this.registries.filter((each) => each.name === name));
  }

  /** @param done called with the first usable response, or with the reason why there is none */
  send<T>(
    request: RegistryRequest<T>,
    kind: MessageKind,
    purpose: Purpose,
    done: (sent: Sent<T> | NoRegistryError) => void,
  ): void {
    this.sendTo(this.candidates(purpose), request, kind, purpose, [], done);
  }

  private sendTo<T>(
    [to, ...others]: readonly SimProcess[],
    request: RegistryRequest<T>,
    kind: MessageKind,
    purpose: Purpose,
    faults: readonly Error[],
    done: (sent: Sent<T> | NoRegistryError) => void,
  ): void {
    if (!to) return done(new NoRegistryError(request.what, [...faults]));
    const next = (fault: Error) => this.sendTo(others, request, kind, purpose, [...faults, fault], done);
    this.client.send({
      to,
      kind,
      request: httpRequest(request),
      timeoutMs: TIMEOUT_MS,
      responded: (response) => {
        let value: T;
        try {
          value = request.read(registryResponse(response));
        } catch (error) {
          this.selector.quarantine(to.name, purpose);
          return next(error as Error);
        }
        this.selector.recordResponse(to.name, purpose);
        if (purpose === 'read') this.readFrom = to.name;
        done({ value, from: to.name });
      },
      failed: (why) => {
        this.selector.recordUnreachable(to.name, purpose);
        next(new RegistryUnreachableError(`http://${to.name}/eureka/`, why));
      },
    });
  }

  /** The part of the real failover that a poller calls; each promise settles with an event. */
  get asPromises() {
    const send = <T>(request: RegistryRequest<T>) =>
      new Promise<Sent<T>>((resolve, reject) =>
        this.send(request, 'fetch', 'read', (sent) => {
          this.world.settled();
          if (sent instanceof NoRegistryError) reject(sent);
          else resolve(sent);
        }),
      );
    const sendElsewhere = <T>(request: RegistryRequest<T>, than: string) =>
      new Promise<Sent<T> | undefined>((resolve) => {
        const others = this.candidates('read').filter(({ name }) => name !== than);
        this.sendTo(others, request, 'fetch', 'read', [], (sent) => {
          this.world.settled();
          resolve(sent instanceof NoRegistryError ? undefined : sent);
        });
      });
    return { send, sendElsewhere };
  }
}

function httpRequest({ method, path, headers = {}, body }: Omit<RegistryRequest<unknown>, 'read'>) {
  return {
    method,
    path: `/eureka/${path}`,
    headers: { accept: 'application/json', ...(body && { 'content-type': 'application/json' }), ...headers },
    body: body ? JSON.stringify(body) : '',
  };
}

function registryResponse({ status, headers, body }: HttpResponse): RegistryResponse {
  const position = readPosition(headers[positionHeader]);
  const isSyncing = headers[syncingHeader] === 'true';
  const offersFeed = headers[changesHeader] !== undefined;
  return { status, body, ...(offersFeed && position && { position }), ...(isSyncing && { isSyncing }) };
}
