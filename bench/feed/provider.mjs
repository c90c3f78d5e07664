// A process that listens, registers and follows the changes under its own name; it is there to be killed.
// node provider.mjs REGISTRY_PORT ID
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Registry } from './registry.mjs';

const [port, id] = process.argv.slice(2);
let looked;
const seen = new Promise((resolve) => (looked = resolve));
const server = createServer((socket) => {
  socket.destroy();
  looked();
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const registry = new Registry(Number(port));
await registry.register(id, {}, { ipAddr: '127.0.0.1', port: server.address().port });
registry.close();
connect(Number(port), '127.0.0.1').write(
  `GET /eureka/changes?instance=SHOP/${id} HTTP/1.1\r\nHost: bench\r\n\r\n`,
);
await seen;
process.send({ said: 'ready' });
