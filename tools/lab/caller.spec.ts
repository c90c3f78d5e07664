import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callMany, callOnce, portIn } from './caller.mjs';

describe('the calls of the lab', () => {
  it('read the port from the message of the course', () => {
    expect(portIn('{"code":200,"message":"查询成功,serverPort:  8001"}')).toBe(8001);
    expect(portIn('{"code":503}')).toBeUndefined();
  });

  it('say who answered, or why nobody did', async () => {
    const server = createServer((_, response) => response.writeHead(200).end('serverPort:  8002'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    expect(await callOnce(url)).toEqual({ status: 200, port: 8002 });
    await new Promise((done) => server.close(done));
    expect((await callOnce(url)).error).toContain('ECONNREFUSED');
  });

  it('are numbered, spaced, and at most eight at a time', async () => {
    let running = 0;
    let most = 0;
    const events: number[] = [];
    const pauses: number[] = [];
    const call = async () => {
      most = Math.max(most, ++running);
      for (let turn = 0; turn < 30; turn++) await Promise.resolve();
      running--;
      return { status: 200 };
    };
    await callMany(20, {
      call,
      onCall: ({ number }) => void events.push(number),
      signal: new AbortController().signal,
      sleep: async (ms) => void pauses.push(ms),
    });
    expect(events.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(most).toBeLessThanOrEqual(8);
    expect(pauses).toEqual(Array(19).fill(20));
  });

  it('end early when the lab ends', async () => {
    const stop = new AbortController();
    let calls = 0;
    await callMany(1_000, {
      call: async () => {
        if (++calls === 3) stop.abort();
        return {};
      },
      onCall: () => undefined,
      signal: stop.signal,
      sleep: async () => undefined,
    });
    expect(calls).toBe(3);
  });
});
