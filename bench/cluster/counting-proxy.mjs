// Counts the traffic between two servers; a process of its own, so that a busy load generator does
// not delay it.
import { connect, createServer } from 'node:net';
import { combined, Counter } from './counter.mjs';

const requestWords = {
  requests: 'POST /eureka/',
  batches: ' /eureka/peerreplication/batch',
  heartbeats: '"action":"Heartbeat"',
  registrations: '"action":"Register"',
};
const responseWords = { answers: 'HTTP/1.1 ', accepted: '"statusCode":20', unknown: '"statusCode":404' };

class Link {
  #ended = { ...new Counter(requestWords).counts, bytesBack: 0, answers: 0, accepted: 0, unknown: 0 };
  #open = new Set();

  constructor(from, to) {
    createServer((client) =>
      this.#join(client, connect({ port: to, host: '127.0.0.1', noDelay: true })),
    ).listen(from, '127.0.0.1');
  }

  #join(client, server) {
    client.setNoDelay(true);
    const pair = [new Counter(requestWords), new Counter(responseWords)];
    this.#open.add(pair);
    client.on('data', (piece) => pair[0].read(piece));
    server.on('data', (piece) => pair[1].read(piece));
    client.pipe(server).pipe(client);
    const end = () => {
      client.destroy();
      server.destroy();
      if (this.#open.delete(pair)) this.#ended = combined(this.#ended, countsOf(pair), 1);
    };
    for (const socket of [client, server]) socket.on('error', end).on('close', end);
  }

  get counts() {
    return [...this.#open].reduce((all, pair) => combined(all, countsOf(pair), 1), this.#ended);
  }
}

function countsOf([there, back]) {
  const { bytes: bytesBack, ...answers } = back.counts;
  return { ...there.counts, bytesBack, ...answers };
}

const links = JSON.parse(process.argv[2]).map(({ from, to }) => new Link(from, to));
process.on('message', () => {
  const { user, system } = process.cpuUsage();
  process.send({ links: links.map(({ counts }) => counts), cpuUs: user + system });
});
process.on('disconnect', () => process.exit());
