// Runs in a network namespace and forwards connections from a Unix socket, which every namespace
// can reach, to a port.
import { connect, createServer } from 'node:net';

const [file, port] = process.argv.slice(2);

createServer((client) => {
  const server = connect(Number(port), '127.0.0.1');
  const end = () => [client, server].forEach((each) => each.destroy());
  for (const each of [client, server]) each.on('error', end);
  client.pipe(server).pipe(client);
}).listen(file, () => console.log('open'));
