// node readers.mjs PORT COUNT [--stalled]
// Reads the change feed over many raw sockets and reports when all of them have received a change.
// Stalled readers stop after `hello` until they are resumed.
import { connect } from 'node:net';

const [port, count] = process.argv.slice(2, 4).map(Number);
const isStalled = process.argv.includes('--stalled');
const openingAtOnce = 100;

/** Time in ms, by the clock that all processes of a machine share. */
const now = () => Number(process.hrtime.bigint() / 1000n) / 1000;

/** Times of receipt by the id of the event. */
const receipts = new Map();
const counts = { delta: 0, resync: 0 };
const sockets = [];

function open() {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    let rest = '';
    socket.setEncoding('latin1');
    socket.write('GET /eureka/changes HTTP/1.1\r\nHost: bench\r\nAccept: text/event-stream\r\n\r\n');
    socket.on('data', (text) => {
      const at = now();
      const blocks = (rest + text).split('\n\n');
      rest = blocks.pop();
      for (const block of blocks) {
        if (block.includes('event: hello\n')) {
          if (isStalled) socket.pause();
          resolve(socket);
        } else receive(block, at);
      }
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server closed the connection')));
  });
}

function receive(block, at) {
  const [, event, , id] = /^event: (\w+)\n(id: \w+\.(\d+)\n)?/.exec(block) ?? [];
  if (!event) return;
  counts[event] += 1;
  if (event !== 'delta') return;
  const times = receipts.get(id) ?? [];
  receipts.set(id, times);
  times.push(at);
  if (times.length < count) return;
  receipts.delete(id);
  process.send({ type: 'received', number: Number(id), times });
}

process.on('message', ({ request }) => {
  if (request === 'counts') process.send({ type: 'counts', counts });
  if (request === 'resume') sockets.forEach((socket) => socket.resume());
});
process.once('disconnect', () => process.exit());

while (sockets.length < count) {
  const batch = Math.min(openingAtOnce, count - sockets.length);
  sockets.push(...(await Promise.all(Array.from({ length: batch }, open))));
}
process.send({ type: 'open' });
