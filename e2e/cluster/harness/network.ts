import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { cleanup } from './cleanup-stack.js';
import { TcpProxy } from './tcp-proxy.js';
import type { Place } from './member.js';

const port = 8761;

/**
 * Hosts in network namespaces of their own, connected to one switch by cables that can be cut:
 * packets then vanish without an error. The network is separate from that of this machine; the test
 * reaches the hosts through TCP proxies.
 */
export class Network {
  private readonly name = `${prefix}${process.pid}-${randomBytes(3).toString('hex')}`;
  private readonly proxies: TcpProxy[] = [];

  private constructor(private readonly count: number) {
    cleanup.defer(() => this.remove());
  }

  static async of(count: number): Promise<Network> {
    removeLeftovers();
    const network = new Network(count);
    network.make();
    for (const index of network.indexes)
      network.proxies.push(await TcpProxy.to(network.through(index), port));
    return network;
  }

  /** Places for registries, one at each host. */
  get places(): Place[] {
    return this.proxies.map(({ base }, index) => ({
      origin: `http://${address(index)}:${port}`,
      base,
      host: '0.0.0.0',
      port,
      through: this.through(index),
    }));
  }

  cut(index: number): void {
    ip('-n', this.switch, 'link', 'set', cable(index), 'nomaster');
  }

  mend(index: number): void {
    ip('-n', this.switch, 'link', 'set', cable(index), 'master', 'switch');
  }

  private remove(): void {
    namespaces()
      .filter((each) => each.startsWith(this.name))
      .forEach(remove);
  }

  private get indexes(): readonly number[] {
    return Array.from({ length: this.count }, (_, index) => index);
  }

  private get switch(): string {
    return `${this.name}-switch`;
  }

  private host(index: number): string {
    return `${this.name}-host-${index}`;
  }

  private through(index: number): readonly string[] {
    return ['ip', 'netns', 'exec', this.host(index)];
  }

  private make(): void {
    ip('netns', 'add', this.switch);
    ip('-n', this.switch, 'link', 'add', 'switch', 'type', 'bridge');
    ip('-n', this.switch, 'link', 'set', 'switch', 'up');
    for (const index of this.indexes) this.plugIn(index, this.host(index));
  }

  private plugIn(index: number, host: string): void {
    ip('netns', 'add', host);
    ip('-n', this.switch, 'link', 'add', cable(index), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', host);
    ip('-n', this.switch, 'link', 'set', cable(index), 'up');
    ip('-n', host, 'address', 'add', `${address(index)}/24`, 'dev', 'eth0');
    for (const device of ['lo', 'eth0']) ip('-n', host, 'link', 'set', device, 'up');
    this.mend(index);
  }
}

const prefix = 'eureka-nest-';

const address = (index: number) => `10.0.0.${index + 1}`;
const cable = (index: number) => `cable-${index}`;

const ip = (...args: readonly string[]): string =>
  execFileSync('ip', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

const namespaces = (): readonly string[] =>
  ip('netns', 'list')
    .split('\n')
    .map((line) => line.split(' ')[0] ?? '');

const remove = (namespace: string) => void ip('netns', 'delete', namespace);

/** Removes the namespaces of runs that were killed. */
function removeLeftovers(): void {
  for (const each of namespaces().filter((name) => name.startsWith(prefix))) {
    const [pid] = each.slice(prefix.length).split('-');
    if (!existsSync(`/proc/${pid}`)) remove(each);
  }
}
