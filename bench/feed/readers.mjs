// A process of its own that follows the changes over many raw sockets, and says when all of them were told one.
// node readers.mjs PORT COUNT [--deaf]: deaf ones read their greeting and then nothing more until they are told to.
import { connect } from 'node:net';

const [port, count] = process.argv.slice(2, 4).map(Number);
const isDeaf = process.argv.includes('--deaf');
const openingAtOnce = 100;

/** In ms, of the clock that all processes of a machine share. */
const now = () => Number(process.hrtime.bigint() / 1000n) / 1000;

/** Of each event: when which of the readers had it. */
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
          if (isDeaf) socket.pause();
          resolve(socket);
        } else take(block, at);
      }
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('the server hung up')));
  });
}

function take(block, at) {
  const [, event, , id] = /^event: (\w+)\n(id: \w+\.(\d+)\n)?/.exec(block) ?? [];
  if (!event) return;
  counts[event] += 1;
  if (event !== 'delta') return;
  const times = receipts.get(id) ?? [];
  receipts.set(id, times);
  times.push(at);
  if (times.length < count) return;
  receipts.delete(id);
  process.send({ said: 'told', number: Number(id), times });
}

process.on('message', ({ wants }) => {
  if (wants === 'counts') process.send({ said: 'counts', counts });
  if (wants === 'hear') sockets.forEach((socket) => socket.resume());
});
process.once('disconnect', () => process.exit());

while (sockets.length < count) {
  const batch = Math.min(openingAtOnce, count - sockets.length);
  sockets.push(...(await Promise.all(Array.from({ length: batch }, open))));
}
process.send({ said: 'open' });
