import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from '../../harness/http.js';
import { cached } from './cached.js';
import {
  fastProperties,
  logPattern,
  modules,
  readyPaths,
  smallJvm,
  type JavaKind,
  type Properties,
  type Train,
} from './java-settings.js';
import { Program } from '../../harness/program.js';

export interface JavaPeerStart {
  readonly port: number;
  /**
   * URLs of the registries of a client, or of the peers of a server; none for a lone server.
   */
  readonly registries?: readonly string[];
  /** True for intervals of seconds instead of half minutes, as in java-settings.ts. */
  readonly fast?: boolean;
  /** Further Spring properties, which win. */
  readonly properties?: Properties;
  /** Further options of the JVM. */
  readonly jvm?: readonly string[];
}

/** One Spring process. */
export class JavaPeer extends Program {
  constructor(
    readonly train: Train,
    readonly kind: JavaKind,
    readonly start: JavaPeerStart,
  ) {
    super(`${train} ${kind} ${start.port}`, 'java', [
      ...jvmOptions(train),
      ...(start.jvm ?? []),
      '-jar',
      cached(train, `${modules[kind]}.jar`),
      ...argumentsOf(kind, start),
    ]);
  }

  get port(): number {
    return this.start.port;
  }

  url(path = '/'): string {
    return `http://127.0.0.1:${this.port}${path}`;
  }

  /** Id under which a client is listed. */
  get instanceId(): string {
    return `${this.kind === 'consumer' ? 'order' : 'payment'}${this.port}`;
  }
}

/** Starts a process and waits until it responds. */
export async function startJavaPeer(train: Train, kind: JavaKind, start: JavaPeerStart): Promise<JavaPeer> {
  const peer = new JavaPeer(train, kind, start);
  return peer.until(async () => expect((await get(peer.url(readyPaths[kind]))).status).toBe(200), 90_000);
}

function argumentsOf(kind: JavaKind, { port, registries = [], fast = true, properties = {} }: JavaPeerStart) {
  const self = `http://127.0.0.1:${port}/eureka/`;
  const zone = (registries.length > 0 ? registries : [self]).join(',');
  const all: Properties = {
    'server.port': port,
    'server.address': '127.0.0.1',
    'spring.main.banner-mode': 'off',
    'logging.pattern.console': logPattern,
    'eureka.client.service-url.defaultZone': zone,
    ...(kind === 'server' && { 'eureka.server.my-url': self }),
    ...(fast && fastProperties[kind]),
    ...properties,
  };
  return Object.entries(all).map(([name, value]) => `--${name}=${value}`);
}

function jvmOptions(train: Train): readonly string[] {
  return train === 'hoxton' ? [...smallJvm, ...linesOf('hoxton', 'jvm.options')] : smallJvm;
}

const linesOf = (...path: readonly string[]) =>
  readFileSync(join(__dirname, '..', 'java', ...path), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('-'));
