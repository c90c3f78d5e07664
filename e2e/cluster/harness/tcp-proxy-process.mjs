// Runs in a network of its own and lets callers in: what comes to a file goes to a port. Files know no networks.
import { connect, createServer } from 'node:net';

const [file, port] = process.argv.slice(2);

createServer((caller) => {
  const there = connect(Number(port), '127.0.0.1');
  const end = () => [caller, there].forEach((each) => each.destroy());
  for (const each of [caller, there]) each.on('error', end);
  caller.pipe(there).pipe(caller);
}).listen(file, () => console.log('open'));
