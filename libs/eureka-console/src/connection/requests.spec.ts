import { compare } from './requests.js';

describe('a comparison', () => {
  const before = globalThis.fetch;
  const asked: unknown[] = [];
  afterEach(() => {
    globalThis.fetch = before;
  });
  const answer = (body: unknown, status = 200) => {
    globalThis.fetch = async (url) => {
      asked.push(url);
      return new Response(JSON.stringify(body), { status });
    };
  };
  const peer = { index: 1, url: 'http://b/eureka/' };

  it('is asked for by the place of the peer in the list', async () => {
    answer({ peer: 'http://b/eureka/', total: 0 });
    expect(await compare(peer)).toMatchObject({ total: 0 });
    expect(asked).toEqual(['console/api/peers/1/comparison']);
  });

  it('is not taken for one with another peer that has that place now', async () => {
    answer({ peer: 'http://c/eureka/', total: 7 });
    await expect(compare(peer)).rejects.toThrow('the list of peers has changed: compare again');
  });

  it('says why there is none', async () => {
    answer({ ok: false, message: 'the peer does not respond' }, 502);
    await expect(compare(peer)).rejects.toThrow('the peer does not respond');
  });
});
