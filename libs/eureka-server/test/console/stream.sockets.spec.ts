import { anInstance } from '@eureka-nest/protocol/testing';
import { ConsoleTarget } from './console-target.js';

const payment = anInstance({ port: 8001, leaseSecs: 90 });
const { app } = payment;
const id = 'payment8001';
const key = `${app}/${id}`;

describe('the stream of the console', () => {
  let target: ConsoleTarget;
  const start = async (options: ConstructorParameters<typeof ConsoleTarget>[0] = {}) => {
    target = await new ConsoleTarget(options).open();
  };
  afterEach(() => target.close());

  it('begins with a hello, the state, all instances and the activities', async () => {
    await start();
    target.register(payment);
    const open = target.console();
    const hello = await open.next('hello');
    expect(hello).toMatchObject({ name: 'localhost:8761', version: '0.1.0', now: target.clock() });
    expect(hello.actions).toEqual({ enabled: false, reason: 'off' });
    expect(await open.snapshot()).toMatchObject([
      { key, app, id, port: 8001, status: 'UP', ownStatus: 'UP', leaseMs: 90_000, renewalMs: 30_000 },
    ]);
    expect(open.seen).toEqual(['hello', 'state', 'instances', 'activity']);
  });

  it('has one empty part for an empty registry', async () => {
    await start();
    expect(await target.console().snapshot()).toEqual([]);
  });

  it('shows an instance that comes, changes and leaves', async () => {
    await start();
    const open = target.console();
    await open.snapshot();
    target.register(payment);
    expect((await open.next('changes')).put).toMatchObject([{ key, status: 'UP' }]);
    target.server.service.setStatus(app, id, 'OUT_OF_SERVICE', { from: 'client' });
    expect((await open.next('changes')).put).toMatchObject([
      { key, status: 'OUT_OF_SERVICE', ownStatus: 'UP', override: 'OUT_OF_SERVICE' },
    ]);
    target.server.service.cancel(app, id, 'client');
    expect(await open.next('changes')).toEqual({ put: [], removed: [key] });
  });

  it("counts a renewed lease as the registry does: twice, with Netflix's doubling", async () => {
    await start();
    const renewed = { ...payment, instanceId: 'renewed' };
    target.register(payment, renewed);
    const at = target.clock();
    target.clock.advance(30_000);
    target.server.service.heartbeat(app, 'renewed', { from: 'client' });
    expect(await target.console().snapshot()).toMatchObject([
      { registeredAt: at, renewedAt: at, expiresAt: at + 90_000 },
      { registeredAt: at, renewedAt: at + 30_000, expiresAt: at + 210_000 },
    ]);
  });

  it('shows a heartbeat', async () => {
    await start();
    target.register(payment);
    const open = target.console();
    await open.snapshot();
    target.server.service.heartbeat(app, id, { from: 'client' });
    const at = target.clock();
    expect(await open.next('heartbeats')).toEqual({ at, renewed: [[key, at]], omitted: 0 });
  });

  it('sends 500 heartbeats in an event and counts the others', async () => {
    await start();
    const many = Array.from({ length: 600 }, (_, index) => anInstance({ instanceId: `payment-${index}` }));
    target.register(...many);
    const open = target.console();
    expect(await open.snapshot()).toHaveLength(600);
    many.forEach((each) => target.server.service.heartbeat(app, each.instanceId ?? '', { from: 'client' }));
    const { renewed, omitted } = await open.next('heartbeats');
    expect([renewed.length, omitted]).toEqual([500, 100]);
  });

  it('explains self-preservation with the numbers of the page', async () => {
    await start();
    target.register(payment);
    target.clock.advance(200_000);
    const { selfPreservation, peers, readers } = await target.console().next('state');
    expect(selfPreservation).toMatchObject({
      ...{ isEnabled: true, isOn: true, expired: [key], expiredCount: 1, evictionLimit: 1, evictsFrom: 7 },
      ...{ thresholdPercent: 85, receivedLastMinute: 0 },
    });
    expect([peers, readers]).toEqual([[], 1]);
  });

  it('has the heartbeats of each minute', async () => {
    await start();
    target.register(payment);
    target.server.service.heartbeat(app, id, { from: 'client' });
    for (let minute = 0; minute < 61; minute++) target.server.service.closeMinute();
    const { history } = await target.console().next('hello');
    expect(history).toHaveLength(60);
    expect(history.every(({ received }) => received === 0)).toBe(true);
    target.server.service.heartbeat(app, id, { from: 'client' });
    target.server.service.closeMinute();
    const open = target.console();
    const last = (await open.next('hello')).history.at(-1);
    expect(last).toMatchObject({ received: 1 });
    expect((await open.next('state')).minute).toEqual(last);
  });

  it('tells activities as they happen, and the last of them to those who come later', async () => {
    await start();
    const open = target.console();
    await open.snapshot();
    target.register(payment);
    const { entries } = await open.next('activity');
    expect(entries).toMatchObject([{ kind: 'registered', key, by: 'client', detail: { status: 'UP' } }]);
    const later = target.console();
    await later.next('instances');
    expect((await later.next('activity')).entries.at(-1)).toEqual(entries[0]);
  });

  it('takes any name as data', async () => {
    await start();
    const names = [
      '<img src=x onerror=alert(1)>',
      'a\n\nevent: hello\ndata: {}',
      '\u2028"\\',
      '__proto__',
      'é🙂/x',
    ];
    const hostile = names.map((name) =>
      anInstance({ instanceId: name, metadata: Object.fromEntries([['__proto__', name]]) }),
    );
    const script = {
      homePageUrl: 'javascript:alert(1)',
      statusPageUrl: ' http://x',
      healthCheckUrl: 'data:,',
    };
    target.register(...hostile.map((each) => ({ ...each, ...script, hostName: '<b>', vipAddress: '"' })));
    const listed = await target.console().snapshot();
    expect(listed.map((each) => each.id)).toEqual(names);
    expect(listed.some((each) => each.homePageUrl ?? each.statusPageUrl ?? each.healthCheckUrl)).toBe(false);
    expect(Object.entries(listed[0]?.metadata ?? {})).toEqual([['__proto__', names[0]]]);
  });

  it('stops at the limit of readers, and listens to nothing once the last has left', async () => {
    await start({ consoleMaxReaders: 1 });
    const open = target.console();
    await open.snapshot();
    expect(target.server.service.whenRenewed).toBeDefined();
    expect(await target.send('GET', '/console/api/events')).toMatchObject({ status: 503 });
    open.reader.close();
    for (let turn = 0; turn < 1_000 && target.server.service.whenRenewed; turn++) {
      await new Promise(setImmediate);
    }
    expect(target.server.service.whenRenewed).toBeUndefined();
  });

  it('is no stream for HEAD, for other methods, and for a page of another site', async () => {
    await start();
    const path = '/console/api/events';
    const head = await target.send('HEAD', path);
    expect(head).toMatchObject({ status: 200, headers: { 'content-type': 'text/event-stream' }, text: '' });
    expect(await target.send('PUT', path)).toMatchObject({ status: 405, headers: { allow: 'GET,HEAD' } });
    expect(await target.send('GET', path, { 'sec-fetch-site': 'cross-site' })).toMatchObject({ status: 403 });
    expect(await target.send('GET', path, { origin: 'http://evil.example' })).toMatchObject({ status: 403 });
  });

  it('needs the login, as everything does', async () => {
    await start({ userPassword: 'secret' });
    const paths = [
      '/console',
      '/console/assets/a.js',
      '/console/api/events',
      '/console/api/peers/0/comparison',
    ];
    for (const path of paths) expect(await target.send('GET', path)).toMatchObject({ status: 401 });
    expect(await target.send('POST', '/console/api/actions')).toMatchObject({ status: 401 });
  });

  it('is not there if it is off', async () => {
    await start({ consoleEnabled: false });
    expect(await target.send('GET', '/console')).toMatchObject({ status: 404 });
    expect(await target.send('GET', '/console/api/events')).toMatchObject({ status: 404 });
  });
});
