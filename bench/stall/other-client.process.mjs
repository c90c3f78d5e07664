// node other-client.process.mjs PORT: reads and registers on request of its parent.
import { saturate } from '../registry/load.mjs';
import { Connection } from '../registry/connection.mjs';
import { instanceOf, read, registerAs } from '../registry/requests.mjs';

const port = Number(process.argv[2]);
const connection = new Connection(port);
const connections = 32;

const actions = {
  read: ({ path, form }) =>
    new Promise((resolve, reject) => {
      connection.send(read(port, path, form), ({ status, length }) => {
        if (status === 200) resolve({ length });
        else reject(new Error(`${path}: ${status}`));
      });
    }),
  async register({ from, to, given: { app, leaseSecs } }) {
    const next = (n) => {
      const instance = instanceOf(from + n);
      if (app) Object.assign(instance, { app, vipAddress: app.toLowerCase() });
      if (leaseSecs) instance.leaseInfo.durationInSecs = leaseSecs;
      return registerAs(port, instance);
    };
    const load = { port, next, expected: 204, connections, durationMs: 120_000, most: to - from };
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
