// Invalid figures must end the run.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { batch, steady } from './batch.mjs';
import { Changes } from './churn.mjs';
import { isSaturated, InvalidFigureError } from './validity.mjs';
import { lengthOfAll } from './listing.mjs';
import { populate, readAll } from './operations.mjs';
import { cpuNsBetween, cpuOf } from './process-figures.mjs';
import { tablesOf } from './report.mjs';
import { rowsOf } from './rows.mjs';
import { isSteady, spread } from './statistics.mjs';

const operation = {
  name: 'operation',
  expected: 200,
  next: () => Buffer.from('GET / HTTP/1.1\r\nHost: a\r\n\r\n'),
};
const short = { durationMs: 50 };
/** A fixed number of requests, however slow the machine is. */
const counted = { durationMs: 60_000, most: 200 };

/** A server in this process; `respond(response, n)` sends the n-th response. */
async function serving(respond) {
  let requests = 0;
  const http = createServer((request, response) => {
    request.resume();
    request.on('end', () => respond(response, requests++, request));
  });
  await new Promise((listening) => http.listen(0, '127.0.0.1', listening));
  return { kind: 'spec', port: http.address().port, pid: process.pid, http };
}

describe('a batch', () => {
  let server;
  afterEach(() => server.http.close());

  it('counts the responses', async () => {
    let answers = 0;
    server = await serving((response) => {
      answers++;
      response.end('eureka');
    });
    const { answered, cpuUs, perSecond } = await batch(server, { ...operation, length: 6 }, counted);
    expect(answered).toBe(answers);
    expect(cpuUs).toBeGreaterThan(0);
    expect(perSecond).toBeGreaterThan(0);
  });

  it('fails for one wrong response among many', async () => {
    server = await serving((response, n) => response.writeHead(n === 40 ? 503 : 200).end());
    await expect(batch(server, operation, counted)).rejects.toThrow('503 instead of 200');
  });

  it('fails if a connection is lost', async () => {
    server = await serving((response, n) => (n === 40 ? response.destroy() : response.end()));
    await expect(batch(server, operation, counted)).rejects.toThrow('none, connection closed instead of 200');
  });

  it('continues after a server has closed a connection properly, as Tomcat does', async () => {
    server = await serving((response, n) => {
      if (n % 7 === 0) response.setHeader('connection', 'close');
      response.end();
    });
    expect((await batch(server, operation, counted)).answered).toBe(200);
  });

  it('fails if a response is shorter than the checked one', async () => {
    server = await serving((response, n) => response.end('eureka'.repeat(n === 40 ? 90 : 100)));
    await expect(batch(server, { ...operation, length: 600 }, counted)).rejects.toThrow(InvalidFigureError);
  });

  it('fails for a wrong response to the other requests', async () => {
    server = await serving((response, n, { url }) => response.writeHead(url === '/other' ? 404 : 200).end());
    const other = {
      perSecond: 100,
      expected: 200,
      next: () => Buffer.from('GET /other HTTP/1.1\r\nHost: a\r\n\r\n'),
    };
    await expect(batch(server, { ...operation, meanwhile: () => [other] }, short)).rejects.toThrow('404');
    await expect(steady(server, 'others', [other], 50)).rejects.toThrow('404');
  });
});

describe('a registry', () => {
  let server;
  const held = new Map();
  beforeEach(async () => {
    held.clear();
    server = await serving(async (response, n, { method, url }) => {
      if (method === 'POST') held.set(n, url);
      if (method === 'POST') return response.writeHead(204).end();
      const instance = [...held.values()].map((app) => ({ app }));
      const text = JSON.stringify({ applications: { application: [{ name: 'ALL', instance }] } });
      response.setHeader('content-encoding', 'gzip').end(gzipSync(text));
    });
  });
  afterEach(() => server.http.close());

  it('is measured with exactly the stated number of instances', async () => {
    await populate(server, 0, 250);
    expect(held.size).toBe(250);
    const length = await lengthOfAll(server, 250);
    const form = { format: 'json', gzip: true };
    expect((await batch(server, readAll(server, form, length), short)).bytes).toBe(length);
  });

  it('is refused if it lists another number', async () => {
    await populate(server, 0, 10);
    await expect(lengthOfAll(server, 11, undefined, 0)).rejects.toThrow(
      '10 instances are listed, 11 are registered',
    );
  });

  it('is refused if it responds in another form than requested', async () => {
    const asXml = { format: 'xml', gzip: false };
    await expect(lengthOfAll(server, 0, asXml, 0)).rejects.toThrow(InvalidFigureError);
  });
});

describe('the age of a response', () => {
  const changes = new Changes({ port: 1 }, 100);
  const words = [0, 1, 2].map((n) => /change-\d+/.exec(changes.stream.next(n).toString())[0]);
  changes.acknowledgedAt = [1000, 1100, 1200];

  it.each([
    ['lacks nothing', words, 1300, 0],
    ['lacks the last change', words.slice(0, 2), 1300, 100],
    ['lacks all changes', [], 1300, 300],
    ['lacks a change that was acknowledged after its arrival', words.slice(0, 2), 1150, 0],
  ])('that %s', (_, held, arrivedAt, age) => {
    expect(changes.ageOf(Buffer.from(held.join(' ')), arrivedAt)).toBe(age);
  });
});

describe('a figure', () => {
  it.each([
    [{ serverBusy: 0.99, loadBusy: 0.6 }, true],
    [{ serverBusy: 0.99, loadBusy: 0.99 }, false],
    [{ serverBusy: 0.5, loadBusy: 0.99 }, false],
    [{ serverBusy: 0.5, loadBusy: 0.5 }, false],
  ])('of throughput needs a busy server and a load generator with spare time: %j', (seen, expected) => {
    expect(isSaturated(seen)).toBe(expected);
  });

  it('of CPU time agrees with that of Node', () => {
    const before = cpuOf(process.pid);
    const own = process.cpuUsage();
    while (process.cpuUsage(own).user < 80_000);
    const spent = process.cpuUsage(own);
    const ms = cpuNsBetween(before, cpuOf(process.pid)) / 1e6;
    expect(Math.abs(ms - (spent.user + spent.system) / 1000)).toBeLessThan(60);
  });

  it('is a median with minimum and maximum', () => {
    expect(spread([5, 1, 9])).toEqual({ median: 5, least: 1, most: 9 });
    expect(spread([4, 1, 9, 2]).median).toBe(3);
  });

  it('is measured once five batches are no longer cheaper than the five before', () => {
    const plateau = [180, 181, 180, 181, 180];
    expect(isSteady(plateau)).toBe(false);
    expect(isSteady([...plateau, 90, 80, 70, 60, 50])).toBe(false);
    expect(isSteady([...plateau, 48, 47, 46, 47, 46])).toBe(false);
    expect(isSteady([48, 47, 46, 47, 46, 47, 46, 60, 46, 45])).toBe(true);
  });
});

describe('the report', () => {
  const one = (cpuUs) => ({
    cpuUs: spread([cpuUs]),
    perSecond: spread([1000]),
    isSaturated: cpuUs > 20,
    othersBusy: spread([0.01]),
  });
  const figures = {
    'heartbeat-1000': { ours: one(30), java: one(60), bare: one(20) },
    'register-again-1000': { ours: one(40), java: one(200), bare: one(30) },
  };
  const machine = { date: 'today', cpu: 'a', cores: 2, loadBefore: 0, rounds: 1, node: 'v20', java: 'Java' };

  it('shows missed targets as clearly as met ones', () => {
    expect(rowsOf(figures).map(({ ratio, reached }) => [ratio, reached])).toEqual([
      [0.5, false],
      [0.2, true],
    ]);
    const tables = tablesOf({ figures, machine });
    expect(tables).toContain('misses its target in 1 of 2 rows');
    expect(tables).toMatch(/heartbeat, 1000 instances +\|.*0\.50.*\*\*no\*\*/);
  });

  it('omits the throughput of a server that was not saturated', () => {
    expect(tablesOf({ figures, machine })).toMatch(
      /\| heartbeat, 1000 instances +\| 1000 +\| 1000 +\| +\| 1\.00 +\|/,
    );
  });
});
