/** Structural check of the console's events, written beside the types of the contract. */
type Check = (value: unknown, path: string) => readonly string[];

const is =
  (what: string, test: (value: unknown) => boolean): Check =>
  (value, path) =>
    test(value) ? [] : [`${path} must be ${what}`];

const text = is('a text', (value) => typeof value === 'string');
const flag = is('true or false', (value) => typeof value === 'boolean');
const number = is('a number', (value) => typeof value === 'number' && Number.isFinite(value));
const oneOf = (...names: readonly unknown[]) =>
  is(`one of ${names.join()}`, (value) => names.includes(value));
const webUrl = is('an http URL', (value) => typeof value === 'string' && /^https?:\/\//i.test(value));

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const list =
  (each: Check, most = Infinity): Check =>
  (value, path) => {
    if (!Array.isArray(value)) return [`${path} must be a list`];
    if (value.length > most) return [`${path} has more than ${most}`];
    return value.flatMap((item, index) => each(item, `${path}[${index}]`));
  };

const texts: Check = (value, path) =>
  isRecord(value)
    ? Object.entries(value).flatMap(([name, item]) => text(item, `${path}.${name}`))
    : [`${path} must be an object`];

/** A name that ends in `?` is optional; a field that is not named is an error. */
const shape =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value, path) => {
    if (!isRecord(value)) return [`${path} must be an object`];
    const unknown = Object.keys(value).filter((name) => !(name in fields) && !(`${name}?` in fields));
    return [
      ...unknown.map((name) => `${path}.${name} is not in the contract`),
      ...Object.entries(fields).flatMap(([field, check]) => {
        const name = field.replace('?', '');
        if (Object.hasOwn(value, name)) return check(value[name], `${path}.${name}`);
        return field.endsWith('?') ? [] : [`${path}.${name} is missing`];
      }),
    ];
  };

const status = oneOf('UP', 'DOWN', 'STARTING', 'OUT_OF_SERVICE', 'UNKNOWN');

const instance = shape({
  ...{ key: text, app: text, id: text, host: text, ip: text, 'port?': number, 'securePort?': number },
  ...{ 'vip?': text, 'secureVip?': text, status, ownStatus: status, 'override?': status },
  ...{ 'zone?': text, 'version?': text, metadata: texts },
  ...{ 'homePageUrl?': webUrl, 'statusPageUrl?': webUrl, 'healthCheckUrl?': webUrl },
  ...{ registeredAt: number, 'upSince?': number, renewedAt: number, leaseMs: number, renewalMs: number },
  ...{ expiresAt: number, dirtyAt: number, changedAt: number, 'isConnected?': flag },
});

const minute = shape({ at: number, received: number, threshold: number });

const selfPreservation = shape({
  ...{ isEnabled: flag, isOn: flag, expectedClients: number, expectedPerMinute: number },
  ...{ thresholdPercent: number, threshold: number, receivedLastMinute: number, receivedThisMinute: number },
  ...{ missing: number, 'banner?': text, expired: list(text), expiredCount: number },
  ...{ evictionLimit: number, evictsFrom: number },
});

const peer = shape({
  ...{ index: number, url: text, since: number, 'reason?': text, queued: number },
  state: oneOf('in-step', 'behind', 'unreachable', 'starting', 'refused'),
  ...{ 'oldestQueuedAt?': number, 'lastContactAt?': number, 'lagMs?': number, 'isOurs?': flag },
});

const kinds = ['registered', 'cancelled', 'evicted', 'disconnected', 'status', 'override', 'metadata'];
const activity = shape({
  ...{ number, at: number, kind: oneOf(...kinds, 'action', 'server'), 'key?': text, by: text },
  ...{ detail: texts, 'result?': text },
});

const call = shape({
  ...{ service: text, target: text, at: number, ms: number, 'status?': number },
  outcome: oneOf('ok', 'failed', 'refused', 'timeout', 'aborted'),
});
const consumer = shape({
  ...{ key: text, calls: list(call), ejected: list(text), 'copyAgeMs?': number, 'registry?': text },
});

const renewal: Check = (value, path) =>
  Array.isArray(value) && value.length === 2
    ? [...text(value[0], `${path}[0]`), ...number(value[1], `${path}[1]`)]
    : [`${path} must be a pair`];

const events: Readonly<Record<string, Check>> = {
  hello: shape({
    ...{ node: text, name: text, url: text, version: text, environment: text, datacenter: text },
    ...{ startedAt: number, now: number, isReadOnly: flag },
    actions: shape({
      ...{ enabled: flag, 'reason?': oneOf('off', 'login', 'role', 'read-only'), 'token?': text },
      'user?': text,
    }),
    history: list(minute, 60),
  }),
  instances: shape({ part: number, isLast: flag, instances: list(instance, 500) }),
  changes: shape({ put: list(instance, 500), removed: list(text, 500) }),
  heartbeats: shape({ at: number, renewed: list(renewal, 500), omitted: number }),
  state: shape({
    ...{ now: number, selfPreservation, peers: list(peer), 'minute?': minute },
    ...{ readers: number, memoryBytes: number },
  }),
  activity: shape({ entries: list(activity, 1_000) }),
  calls: shape({ consumers: list(consumer, 20) }),
};

/** Faults of an event, each with its path; empty if it keeps the contract. */
export const contractFaults = (event: string, data: unknown): readonly string[] =>
  events[event]?.(data, event) ?? [`there is no event ${event}`];
