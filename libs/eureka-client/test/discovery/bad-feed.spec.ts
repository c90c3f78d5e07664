import { eventually, FeedStage } from '../builders/feed-stage.js';

describe('a client that is told nonsense by the registry it follows', () => {
  let stage: FeedStage;
  beforeEach(async () => void (stage = await FeedStage.set()));
  afterEach(() => stage.end());

  it('leaves half an event that is broken off', async () => {
    await stage.inStep();
    stage.registry.say('event: delta\nid: a.2\ndata: {"applications":{"application":[]');
    await stage.log.says('following the changes');
    stage.registry.hangUp();
    expect((await stage.registry.isAsked(2)).headers['last-event-id']).toBe('a.1');
    expect(stage.ports).toEqual([8001]);
    expect(stage.log.shown).toEqual([]);
  });

  const bad: [what: string, event: string, data: string, words: string][] = [
    ['rubbish', 'delta', '{', 'JSON'],
    ['a document of another kind', 'delta', '{"a":1}', ''],
    ['an instance without a name', 'delta', '{"applications":{"application":[{"instance":[{}]}]}}', ''],
    ['rubbish about itself', 'resync', '<html>', 'JSON'],
  ];
  it.each(bad)(
    'keeps its copy where it is told %s, asks, and warns once',
    async (_what, name, data, words) => {
      stage.follow({ askAgainMs: 20 });
      stage.fetchAll();
      for (const times of [1, 2]) {
        await stage.registry.isAsked(times);
        stage.hello();
        stage.registry.say(`event: ${name}\nid: a.2\ndata: ${data}\n\n`);
      }
      await stage.registry.isAsked(3);
      expect(stage.ports).toEqual([8001]);
      expect(stage.poller.refreshed).toBe(2);
      expect(stage.log.shown).toEqual([
        expect.stringMatching(
          /^warn what registry http:.* tells of its changes is of no use, so it is asked: /,
        ),
      ]);
      expect(stage.log.shown[0]).toContain(words);
    },
  );

  it('reads no more of an event than its limit, however much is sent', async () => {
    stage.follow({ askAgainMs: 20, maxEventBytes: 1_000_000 });
    stage.fetchAll();
    const request = await stage.registry.isAsked(1);
    stage.hello();
    let sent = 0;
    stage.registry.say('event: delta\ndata: "');
    for (; sent < 200 && !request.destroyed; sent++) {
      stage.registry.say('x'.repeat(1_000_000));
      await new Promise(setImmediate);
    }
    await stage.registry.isAsked(2);
    expect(sent).toBeLessThan(200);
    expect(stage.ports).toEqual([8001]);
    expect(stage.log.shown).toEqual([
      expect.stringMatching(/^warn .* an event of more than 1000000 characters$/),
    ]);
  });

  it('asks instead where changes again and again do not add up, and warns once', async () => {
    await stage.inStep({ askAgainMs: 20 });
    for (const number of [2, 3, 4]) {
      stage.position = `a.${number}`;
      stage.delta([], stage.position, 'UP_7_');
      await eventually(() => stage.sink.position?.number === number);
    }
    await stage.registry.isAsked(2);
    expect(stage.ports).toEqual([8001]);
    expect(stage.log.shown).toEqual([
      expect.stringMatching(/^warn .* it does not add up to its own hash code UP_7_$/),
    ]);
  });
});
