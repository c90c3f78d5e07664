import { eventually, FeedStage } from '../builders/feed-stage.js';

describe('a client whose change feed is broken', () => {
  let stage: FeedStage;
  beforeEach(async () => void (stage = await FeedStage.create()));
  afterEach(() => stage.end());

  it('ignores an event that breaks off half-way', async () => {
    await stage.startInStep();
    stage.registry.sendRaw('event: delta\nid: a.2\ndata: {"applications":{"application":[]');
    await stage.log.waitFor('reading the change feed');
    stage.registry.closeConnection();
    expect((await stage.registry.receives(2)).headers['last-event-id']).toBe('a.1');
    expect(stage.ports).toEqual([8001]);
    expect(stage.log.shown).toEqual([]);
  });

  const bad: [what: string, event: string, data: string, words: string][] = [
    ['rubbish', 'delta', '{', 'JSON'],
    ['a document of another kind', 'delta', '{"a":1}', ''],
    ['an instance without a name', 'delta', '{"applications":{"application":[{"instance":[{}]}]}}', ''],
    ['rubbish in resync', 'resync', '<html>', 'JSON'],
  ];
  it.each(bad)(
    'keeps its cache when the feed sends %s, polls, and warns once',
    async (_what, name, data, words) => {
      stage.start({ askAgainMs: 20 });
      stage.fetchAll();
      for (const times of [1, 2]) {
        await stage.registry.receives(times);
        stage.hello();
        stage.registry.sendRaw(`event: ${name}\nid: a.2\ndata: ${data}\n\n`);
      }
      await stage.registry.receives(3);
      expect(stage.ports).toEqual([8001]);
      expect(stage.poller.refreshed).toBe(2);
      expect(stage.log.shown).toEqual([
        expect.stringMatching(/^warn change feed of http:.* unusable, falling back to polling: /),
      ]);
      expect(stage.log.shown[0]).toContain(words);
    },
  );

  it('does not take comments for a feed: they confirm nothing, and the client polls', async () => {
    stage.fetchAll();
    stage.start({ helloMs: 50 });
    const { socket } = await stage.registry.receives(1);
    stage.clock.advance(7_000);
    while (!socket.destroyed) {
      stage.keepAlive();
      await new Promise(setImmediate);
    }
    expect(stage.cache.ageMs).toBe(7_000);
    expect(stage.registry.requests).toHaveLength(1);
  });

  it('reconnects ever later to a feed that closes after its greeting', async () => {
    stage.fetchAll();
    stage.registry.respond = (response) =>
      void response
        .writeHead(200, { 'content-type': 'text/event-stream' })
        .end('event: hello\nid: a.1\ndata: {"position":"a.1","keepAliveMs":10000}\n\n');
    const failures: number[] = [];
    const backOff = (count: number) => failures.push(count);
    stage.start({ backOff });
    await stage.registry.receives(4);
    expect(failures.slice(0, 3)).toEqual([1, 2, 3]);
  });

  it('reads no more of an event than its limit, however much arrives', async () => {
    stage.start({ askAgainMs: 20, maxEventBytes: 1_000_000 });
    stage.fetchAll();
    const request = await stage.registry.receives(1);
    stage.hello();
    let sent = 0;
    stage.registry.sendRaw('event: delta\ndata: "');
    for (; sent < 200 && !request.destroyed; sent++) {
      stage.registry.sendRaw('x'.repeat(1_000_000));
      await new Promise(setImmediate);
    }
    await stage.registry.receives(2);
    expect(sent).toBeLessThan(200);
    expect(stage.ports).toEqual([8001]);
    expect(stage.log.shown).toEqual([
      expect.stringMatching(/^warn .* an event of more than 1000000 characters$/),
    ]);
  });

  it('polls instead when deltas repeatedly do not match, and warns once', async () => {
    await stage.startInStep({ askAgainMs: 20 });
    for (const number of [2, 3, 4]) {
      stage.position = `a.${number}`;
      stage.delta([], stage.position, 'UP_7_');
      await eventually(() => stage.sink.position?.number === number);
    }
    await stage.registry.receives(2);
    expect(stage.ports).toEqual([8001]);
    expect(stage.log.shown).toEqual([
      expect.stringMatching(/^warn .* its deltas do not match their hash code UP_7_$/),
    ]);
  });

  it.each([1e15, 2 ** 31, Infinity, -1, 0, 1e-9, '10000', null, { ms: 1 }])(
    'sets sane timers for keepAliveMs %j',
    async (keepAliveMs) => {
      const warned: string[] = [];
      const warn = (warning: Error) => void warned.push(warning.name);
      process.on('warning', warn);
      stage.start();
      stage.fetchAll();
      await stage.registry.receives(1);
      stage.registry.sendEvent('hello', { position: 'a.1', keepAliveMs }, 'a.1');
      await stage.log.waitFor('reading the change feed');
      await new Promise(setImmediate);
      process.off('warning', warn);
      expect([warned, stage.registry.requests.length]).toEqual([[], 1]);
    },
  );
});
