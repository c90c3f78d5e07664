import { connect } from 'node:net';
import { AnswerReader } from './answer-reader.mjs';

const readAtOnce = 256 * 1024;

/**
 * One kept connection to a server, one request on it at a time: Node's own client would cost more than the servers it measures.
 * A server may end it between two requests (Tomcat does after a hundred); it is opened again for the next one.
 */
export class Connection {
  #socket = undefined;
  #reader = undefined;
  #pending = undefined;

  constructor(port) {
    this.port = port;
  }

  get isIdle() {
    return this.#pending === undefined;
  }

  /** @param then takes the answer; one that never comes, since the connection is lost, has status 0 */
  send(bytes, then, keepsBody = false) {
    if (!this.#socket) this.#open();
    this.#pending = then;
    this.#reader.keepsBody = keepsBody;
    this.#socket.write(bytes);
  }

  /** The same for one that waits, with the body's bytes. */
  ask(bytes) {
    return new Promise((resolve) => this.send(bytes, resolve, true));
  }

  close() {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open() {
    const reader = new AnswerReader((answer) => this.#answered(answer));
    const socket = connect({
      port: this.port,
      host: '127.0.0.1',
      noDelay: true,
      onread: {
        buffer: Buffer.allocUnsafe(readAtOnce),
        callback: (length, buffer) => {
          reader.read(buffer.subarray(0, length));
          return true;
        },
      },
    });
    socket.on('error', (error) => this.#lost(socket, error.message));
    socket.on('close', () => this.#lost(socket, 'closed'));
    this.#socket = socket;
    this.#reader = reader;
  }

  #answered(answer) {
    const then = this.#pending;
    this.#pending = undefined;
    if (answer.isLast) this.close();
    then?.(answer);
  }

  /** Only the loss of the connection that is in use is one, and only if somebody waits for an answer. */
  #lost(socket, why) {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#answered({ status: 0, length: 0, why });
  }
}

/** Asks once, on a connection of its own. */
export async function askOnce(port, bytes) {
  const connection = new Connection(port);
  const answer = await connection.ask(bytes);
  connection.close();
  return answer;
}
