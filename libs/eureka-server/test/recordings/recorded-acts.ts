import { recordedInstance, type Mark, type Step } from './recording.js';
import type { Stage } from './stage.js';

/**
 * Brings a server to the state of the recorded one. `rest` is the recording from this moment on.
 */
type Act = (server: Stage, rest: readonly (Step | Mark)[]) => unknown;

const nothing: Act = () => undefined;
const json = { 'content-type': 'application/json' };
const fromPeer = { 'x-netflix-discovery-replication': 'true' };

const register = (server: Stage, app: string, instance: object, headers = {}) =>
  server.ask(`/eureka/apps/${app}`, {
    method: 'POST',
    headers: { ...json, ...headers },
    body: JSON.stringify({ instance }),
  });
const cancel = (server: Stage, app: string, id: string, headers = {}) =>
  server.ask(`/eureka/apps/${app}/${id}`, { method: 'DELETE', headers });
const providerOf = (rest: readonly (Step | Mark)[]) =>
  /\/(payment\d+)\b/.exec(rest.map((each) => ('path' in each ? each.path : '')).join(' '))?.[1] ?? '';

/** Actions outside the recorded requests, by their mark in the recording. */
const acts: Readonly<Record<string, Act>> = {
  // A real client or server does these; its requests are recorded.
  'provider starts': nothing,
  'consumer starts': nothing,
  'POST actuator service registry OUT_OF_SERVICE on the provider': nothing,
  CANCEL_OVERRIDE: nothing,
  'GET actuator service registry': nothing,
  'provider gets SIGTERM': nothing,
  'consumer gets SIGTERM': nothing,
  'register two instances at A': nothing,
  'heartbeat at A': nothing,
  'status override at A': nothing,
  'heartbeat at A while overridden': nothing,
  'override removed at A': nothing,
  'registered again at A (newer)': nothing,
  'metadata change at A': nothing,
  'cancel of web-2 at A': nothing,
  'a change at B flows to A': nothing,
  'several changes within half a second share one batch': nothing,
  // The proxy responds, not the server: steps with status 503 are left out of the replay.
  'server stops (a proxy answers 503 meanwhile)': nothing,
  'B answers 503 for 2 s (proxy), a heartbeat at A meanwhile: retried': nothing,

  'another instance is registered at the server (seen as ADDED in a delta)': (server, rest) =>
    register(server, 'OTHER', recordedInstance(rest, 'other-1:other:9555')),
  'that instance is cancelled (DELETED in a delta)': (server) =>
    cancel(server, 'OTHER', 'other-1:other:9555'),
  'the provider instance is cancelled behind its back: heartbeat 404, register': (server, rest) =>
    cancel(server, 'CLOUD-PAYMENT-SERVICE', providerOf(rest)),
  'server is back, empty': (server) => server.restart(),
  'newer web-1 put into B only (replication flag), then a heartbeat at A: item 409, A adopts': (
    server,
    rest,
  ) => register(server, 'SHOP', recordedInstance(rest, 'web-1:shop:8081'), fromPeer),
  'web-1 removed from B only, then a heartbeat at A: item 404, A sends Register': (server) =>
    cancel(server, 'SHOP', 'web-1:shop:8081', fromPeer),
  'B restarts empty, then a heartbeat at A': (server) => server.restart(),
};

/** Actions without a mark, by the step that follows them. */
const actsBefore: Readonly<Record<string, Act>> = {
  'client-current-jersey/006-server-heartbeat-404': (server) =>
    cancel(server, 'EUREKA-SERVER', 'eureka23902'),
};

/** Seconds at which steps took place, for recordings that state it in words only. */
const moments: Readonly<Record<string, number>> = {
  'server-*/11-default-cache/010-apps-after-tick': 30,
  'server-*/13-lease-expiry/003-read-expired': 3,
  'server-*/13-lease-expiry/009-read-3s-after-renewal': 6.2,
  'server-*/13-lease-expiry/010-read-4s-after-renewal': 7.5,
  'server-*/13-lease-expiry/011-heartbeat-evicted': 17,
};

export function actOf(mark: string): Act {
  const act = acts[mark];
  if (!act) throw new Error(`unknown mark "${mark}": add it to recorded-acts.ts`);
  return act;
}

export const actBefore = (step: string): Act => actsBefore[step] ?? nothing;

export const momentOf = (step: string, { t }: Step): number | undefined =>
  t ?? moments[step.replace(/^server-\w+/, 'server-*')];
