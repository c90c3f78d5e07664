import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../../harness/http.js';
import { Program, type Env } from '../../harness/program.js';

const root = join(__dirname, '..', '..', '..');

/** Where one registry is. */
export interface Place {
  /** Its host and port as its peers know it, like `http://10.0.0.1:8761`. */
  readonly origin: string;
  /** As this process reaches it; the same but where a network of its own lies between. */
  readonly base: string;
  readonly host: string;
  readonly port: number;
  /** What starts a program there. */
  readonly through: readonly string[];
}

/** What a registry tells of a peer. */
export interface PeerHealth {
  readonly url: string;
  readonly state: string;
}

export const wireOf = ({ origin }: Pick<Place, 'origin'>): string => `${origin}/eureka/`;

/** One registry of a cluster as its own process. */
export class Member extends Program {
  readonly base: string;

  constructor(
    place: Place,
    readonly env: Env,
  ) {
    // The shell says which process it is before it becomes the registry.
    const shell = ['sh', '-c', 'echo $$ && exec "$0" "$@"'];
    const [command = '', ...args] = [...place.through, ...shell, process.execPath, bundle];
    super(`registry at ${place.origin}`, command, args, {
      env: { NO_COLOR: '1', PORT: String(place.port), HOST: place.host, ...env },
    });
    this.base = place.base;
  }

  get pid(): number {
    return Number(this.lines[0]);
  }

  /** What it printed itself. */
  get log(): readonly string[] {
    return this.lines.slice(1);
  }

  linesWith(text: string | RegExp): readonly string[] {
    return this.log.filter((line) => (typeof text === 'string' ? line.includes(text) : text.test(line)));
  }

  /** What it told of a peer since it first lost it. */
  toldSinceLost(origin: string): readonly string[] {
    const told = this.linesWith(origin);
    const lostAt = told.findIndex((line) => line.includes('is down'));
    return lostAt < 0 ? [] : told.slice(lostAt);
  }

  /** Waits until it serves clients; before that it may answer, but says that it is not ready. */
  ready(within = 30_000): Promise<this> {
    return this.until(async () => expect(await this.isReady()).toBe(true), within);
  }

  async isReady(): Promise<boolean> {
    return (await get(`${this.base}/health/ready`)).status === 200;
  }

  async peers(): Promise<readonly PeerHealth[]> {
    return ((await get(`${this.base}/health`)).body as { peers: readonly PeerHealth[] }).peers;
  }

  /** Stops it in the middle of whatever it does: its connections stay open, nobody answers. */
  freeze(): void {
    process.kill(this.pid, 'SIGSTOP');
  }

  thaw(): void {
    process.kill(this.pid, 'SIGCONT');
  }

  /** How long it has computed so far: unlike the time that passes, not longer on a busy machine. */
  get cpuMs(): number {
    const fields = readFileSync(`/proc/${this.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * msPerTick;
  }

  /** How much memory it holds. */
  get residentMb(): number {
    const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${this.pid}/status`, 'utf8')) ?? [];
    return Number(kilobytes) / 1024;
  }
}

/** Linux counts in hundredths of a second. */
const msPerTick = 10;

const bundle = join(root, 'dist', 'bundle', 'eureka-7001.mjs');
