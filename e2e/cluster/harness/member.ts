import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../../harness/http.js';
import { Program, type Env } from '../../harness/program.js';

const root = join(__dirname, '..', '..', '..');

/** Address of one registry. */
export interface Place {
  /** Origin by which its peers reach it, like `http://10.0.0.1:8761`. */
  readonly origin: string;
  /** Origin by which this process reaches it; it differs if the registry has its own network. */
  readonly base: string;
  readonly host: string;
  readonly port: number;
  /** Command prefix that starts a program there. */
  readonly through: readonly string[];
}

/** State of a peer in the health response. */
export interface PeerHealth {
  readonly url: string;
  readonly state: string;
}

export const wireOf = ({ origin }: Pick<Place, 'origin'>): string => `${origin}/eureka/`;

/** One registry of a cluster, as a process. */
export class Member extends Program {
  readonly base: string;

  constructor(
    place: Place,
    readonly env: Env,
  ) {
    // The shell prints its process id before it becomes the registry.
    const shell = ['sh', '-c', 'echo $$ && exec "$0" "$@"'];
    const [command = '', ...args] = [...place.through, ...shell, process.execPath, bundle];
    super(`registry at ${place.origin}`, command, args, {
      env: { NO_COLOR: '1', PORT: String(place.port), HOST: place.host, ...env },
    });
    this.base = place.base;
  }

  override get pid(): number {
    return Number(this.lines[0]);
  }

  /** Output of the registry itself. */
  get log(): readonly string[] {
    return this.lines.slice(1);
  }

  linesWith(text: string | RegExp): readonly string[] {
    return this.log.filter((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
  }

  /** Log lines about a peer from its first outage on. */
  linesSinceLost(origin: string): readonly string[] {
    const lines = this.linesWith(origin);
    const lostAt = lines.findIndex((line) => line.includes('is down'));
    return lostAt < 0 ? [] : lines.slice(lostAt);
  }

  /** Waits until the registry reports that it is ready for clients. */
  ready(within = 30_000): Promise<this> {
    return this.until(async () => expect(await this.isReady()).toBe(true), within);
  }

  async isReady(): Promise<boolean> {
    return (await get(`${this.base}/health/ready`)).status === 200;
  }

  async peers(): Promise<readonly PeerHealth[]> {
    return ((await get(`${this.base}/health`)).body as { peers: readonly PeerHealth[] }).peers;
  }

  /** CPU time so far; unlike elapsed time it does not depend on the load of the machine. */
  get cpuMs(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * msPerTick;
  }
}

/** Linux counts CPU time in hundredths of a second. */
const msPerTick = 10;

const bundle = join(root, 'dist', 'bundle', 'eureka-7001.mjs');
