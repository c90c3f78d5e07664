import { build } from 'esbuild';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Errand } from './child.js';
import { tempFolder, type TestDatabase } from './dialect.js';

/** Packages that are not bundled; most are optional peers of TypeORM and Nest. */
const external = [
  ...['libsql', 'mysql2', '@nestjs/microservices', '@nestjs/websockets', '@nestjs/platform-express'],
  ...[
    '@google-cloud/spanner',
    '@sap/hana-client',
    'better-sqlite3',
    'hdb-pool',
    'ioredis',
    'mongodb',
    'mssql',
    'mysql',
  ],
  ...[
    'oracledb',
    'pg',
    'pg-native',
    'pg-query-stream',
    'react-native-sqlite-storage',
    'redis',
    'sql.js',
    'sqlite3',
  ],
  ...['typeorm-aurora-data-api-driver', 'ts-node', '@fastify/static', '@fastify/view', '@fastify/multipart'],
];

const banner = `import { createRequire as bannerRequire } from 'node:module'; const require = bannerRequire(import.meta.url);`;

/**
 * Child processes that work on one database at the same time. The script is compiled for Node 20.
 */
export class Children {
  private constructor(
    private readonly children: readonly ChildProcess[],
    private readonly removeScript: () => Promise<void>,
  ) {}

  static async start(count: number): Promise<Children> {
    // Node resolves the packages that are not bundled from this folder.
    const { path, remove } = await tempFolder(join(__dirname, '../../../../node_modules/.cache'));
    const script = join(path, 'child.mjs');
    await build({
      entryPoints: [join(__dirname, 'child.ts')],
      outfile: script,
      bundle: true,
      platform: 'node',
      format: 'esm',
      target: 'node20',
      conditions: ['@eureka-nest/source', 'module'],
      external,
      banner: { js: banner },
      logLevel: 'error',
    });
    const children = Array.from({ length: count }, () => fork(script, { execArgv: [] }));
    await Promise.all(children.map(resultOf));
    return new Children(children, remove);
  }

  /** Runs the errands at the same time, each in its own process. */
  run(
    { options, driver }: TestDatabase,
    errands: readonly Pick<Errand, 'task' | 'name' | 'times'>[],
  ): Promise<number[]> {
    return Promise.all(
      errands.map((errand, i) => {
        const child = this.children[i];
        if (!child) throw new Error('more errands than children');
        child.send({ ...errand, options, driver });
        return resultOf(child);
      }),
    );
  }

  /** Kills the first child, as a power cut would. */
  async kill(): Promise<void> {
    const [child] = this.children;
    child?.kill('SIGKILL');
    if (child) await once(child, 'exit');
  }

  async stop(): Promise<void> {
    for (const child of this.children) child.kill('SIGKILL');
    await this.removeScript();
  }
}

async function resultOf(child: ChildProcess): Promise<number> {
  const ended = once(child, 'exit').then(([code, signal]) => [{ error: `it ended with ${code ?? signal}` }]);
  const [{ done, error }] = await Promise.race([once(child, 'message'), ended]);
  if (done === undefined) throw new Error(`a child failed: ${error}`);
  return done;
}
