// node other-client.process.mjs PORT: reads and registers on request of its parent.
import { Connection } from '../registry/connection.mjs';
import { saturate } from '../registry/load.mjs';
import { instanceOf, read, registerAs } from '../registry/requests.mjs';

const port = Number(process.argv[2]);
const connection = new Connection(port);
const connections = 32;
const longestMs = 120_000;

const ask = (bytes) =>
  new Promise((resolve, reject) => {
    connection.send(bytes, ({ status, length }) => {
      if (status === 200) resolve({ length });
      else reject(new Error(`status ${status}`));
    });
  });

const actions = {
  read: ({ path, form }) => ask(read(port, path, form)),
  page: () => ask(Buffer.from(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\nAccept: text/html\r\n\r\n`)),
  async register({ from, to, given: { app, leaseSecs } }) {
    const next = (n) => {
      const instance = instanceOf(from + n);
      if (app) Object.assign(instance, { app, vipAddress: app.toLowerCase() });
      if (leaseSecs) instance.leaseInfo.durationInSecs = leaseSecs;
      return registerAs(port, instance);
    };
    const load = { port, next, expected: 204, connections, durationMs: longestMs, most: to - from };
    const { wrong, answered } = await saturate(load);
    if (wrong.length > 0 || answered < to - from) throw new Error(wrong[0] ?? `only ${answered} registered`);
    return {};
  },
};

process.on('message', (request) => {
  actions[request.kind](request).then(
    (response) => process.send(response),
    (error) => process.send({ error: String(error) }),
  );
});
process.once('disconnect', () => process.exit());
