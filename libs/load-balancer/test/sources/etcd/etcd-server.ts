import { freePort } from '@eureka-nest/runtime/testing';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real etcd with one member and its own folder, which can be stopped and restarted. */
export class EtcdServer {
  endpoint = '';
  private readonly folder = mkdtempSync(join(tmpdir(), 'etcd-'));
  private ports: readonly number[] = [];
  private child: ChildProcess | undefined;
  private output = '';

  async start(): Promise<void> {
    if (this.ports.length === 0) this.ports = [await freePort(), await freePort()];
    const [client, peer] = this.ports.map((port) => `http://127.0.0.1:${port}`);
    this.endpoint = client!;
    this.child = spawn(
      'etcd',
      [
        ['--data-dir', this.folder],
        ['--listen-client-urls', client!, '--advertise-client-urls', client!],
        ['--listen-peer-urls', peer!, '--initial-advertise-peer-urls', peer!],
        ['--initial-cluster', `default=${peer}`, '--logger', 'zap', '--log-level', 'warn'],
      ].flat(),
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    for (const stream of [this.child.stdout, this.child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    await this.becomesHealthy();
  }

  /** Kills the process like a crash. */
  async kill(): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((done) => child.once('exit', done));
    child.kill('SIGKILL');
    await gone;
  }

  async stop(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async becomesHealthy(): Promise<void> {
    for (;;) {
      if (this.child?.exitCode !== null) throw new Error(`etcd ended and printed:\n${this.output}`);
      const response = await fetch(`${this.endpoint}/health`).catch(() => undefined);
      if (response?.ok && ((await response.json()) as { health: string }).health === 'true') return;
      await new Promise((done) => setTimeout(done, 50));
    }
  }
}
