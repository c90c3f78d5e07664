import { Server } from 'node:net';

const { listen } = Server.prototype;

/** Refuses the port as Linux does to a user without the right. */
Server.prototype.listen = function (...given) {
  const port = typeof given[0] === 'object' ? given[0]?.port : given[0];
  if (Number(port) !== 80) return listen.apply(this, given);
  const refused = Object.assign(new Error('listen EACCES: permission denied 80'), {
    code: 'EACCES',
    errno: -13,
    syscall: 'listen',
    port: 80,
  });
  process.nextTick(() => this.emit('error', refused));
  return this;
};
