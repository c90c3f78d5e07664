import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';

export interface SrvRecord {
  readonly priority: number;
  readonly weight: number;
  readonly port: number;
  readonly target: string;
}

const types = { 1: 'A', 28: 'AAAA', 33: 'SRV' } as const;
const refused = 5;
const noSuchName = 3;

/** A minimal name server on a real UDP port. */
export class NameServer {
  /** Records by type and name, such as `A payments.test`; a missing name does not exist. */
  readonly records = new Map<string, readonly (string | SrvRecord)[]>();
  /** True to respond to every query with REFUSED. */
  isRefusing = false;
  /** Number of queries received. */
  queries = 0;
  private readonly socket: Socket = createSocket('udp4');

  async start(): Promise<string> {
    this.socket.on('message', (query, { port, address }) => {
      this.queries++;
      this.socket.send(this.response(query), port, address);
    });
    await new Promise<void>((done) => this.socket.bind(0, '127.0.0.1', done));
    return `127.0.0.1:${(this.socket.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    return new Promise((done) => this.socket.close(() => done()));
  }

  private response(query: Buffer): Buffer {
    const { name, end } = nameIn(query);
    const type = query.readUInt16BE(end) as keyof typeof types;
    const question = query.subarray(12, end + 4);
    const found = this.records.get(`${types[type]} ${name}`);
    const code = this.isRefusing ? refused : found ? 0 : noSuchName;
    const answers = code === 0 ? (found ?? []).map((record) => encoded(type, record)) : [];
    const header = Buffer.alloc(12);
    query.copy(header, 0, 0, 2);
    header.writeUInt16BE(0x8180 | code, 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(answers.length, 6);
    return Buffer.concat([header, question, ...answers]);
  }
}

function nameIn(query: Buffer): { readonly name: string; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at]!; length > 0; length = query[at]!) {
    labels.push(query.toString('ascii', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), end: at + 1 };
}

function encoded(type: number, record: string | SrvRecord): Buffer {
  const data = typeof record === 'string' ? address(record) : srv(record);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0); // pointer to the name in the question
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(1, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

/** Encodes an IPv4 address, or an IPv6 address of the form `::n`. */
function address(text: string): Buffer {
  if (!text.includes(':')) return Buffer.from(text.split('.').map(Number));
  const six = Buffer.alloc(16);
  six.writeUInt16BE(parseInt(text.slice(2), 16), 14);
  return six;
}

function srv({ priority, weight, port, target }: SrvRecord): Buffer {
  const numbers = Buffer.alloc(6);
  [priority, weight, port].forEach((each, at) => numbers.writeUInt16BE(each, at * 2));
  const labels = target.split('.').map((each) => Buffer.from([each.length, ...Buffer.from(each)]));
  return Buffer.concat([numbers, ...labels, Buffer.from([0])]);
}
