// node provider.mjs REGISTRY_PORT ID A process that listens, registers and reads the change feed
// with its own instance id, to be killed.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { RegistryClient } from './registry-client.mjs';

const [port, id] = process.argv.slice(2);
let onProbe;
const probed = new Promise((resolve) => (onProbe = resolve));
const server = createServer((socket) => {
  socket.destroy();
  onProbe();
}).listen(0, '127.0.0.1');
await once(server, 'listening');
const registry = new RegistryClient(Number(port));
await registry.register(id, {}, { ipAddr: '127.0.0.1', port: server.address().port });
registry.close();
connect(Number(port), '127.0.0.1').write(
  `GET /eureka/changes?instance=SHOP/${id} HTTP/1.1\r\nHost: bench\r\n\r\n`,
);
await probed;
process.send({ type: 'ready' });
