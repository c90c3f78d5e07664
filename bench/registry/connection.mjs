import { connect } from 'node:net';
import { ResponseReader } from './response-reader.mjs';

const readAtOnce = 256 * 1024;

/**
 * One kept-alive connection to a server with one request at a time: Node's own client would cost
 * more than the servers it measures. A server may close it between two requests (Tomcat does after
 * a hundred); it is opened again for the next one.
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

  /** @param then takes the response, with status 0 if the connection was lost */
  send(bytes, then, keepsBody = false) {
    if (!this.#socket) this.#open();
    this.#pending = then;
    this.#reader.keepsBody = keepsBody;
    this.#socket.write(bytes);
  }

  /** Sends a request and resolves with the response, body included. */
  ask(bytes) {
    return new Promise((resolve) => this.send(bytes, resolve, true));
  }

  close() {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  #open() {
    const reader = new ResponseReader((response) => this.#finish(response));
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

  #finish(response) {
    const then = this.#pending;
    this.#pending = undefined;
    if (response.isLast) this.close();
    then?.(response);
  }

  /** Reports the loss of the current socket; a previous one is ignored. */
  #lost(socket, why) {
    if (socket !== this.#socket) return;
    this.#socket = undefined;
    this.#finish({ status: 0, length: 0, why });
  }
}

/** Sends one request on a connection of its own. */
export async function askOnce(port, bytes) {
  const connection = new Connection(port);
  const response = await connection.ask(bytes);
  connection.close();
  return response;
}
