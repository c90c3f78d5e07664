import type { Candidate } from '@eureka-nest/load-balancer';
import { freePorts } from '../../harness/free-ports.js';
import { get } from '../../harness/http.js';
import { Program } from '../../harness/program.js';
import { cached } from './cached.js';
import { smallJvm } from './java-settings.js';

export type ForeignKind = 'tomcat' | 'micronaut';

/** A provider on a Java server, whose resources are in TomcatApi.java and MicronautApi.java. */
export class ForeignProvider extends Program {
  constructor(
    kind: ForeignKind,
    readonly id: string,
    readonly port: number,
    properties: readonly string[],
  ) {
    super(`${kind} ${id}`, 'java', [
      ...smallJvm,
      `-Dprovider.name=${id}`,
      '-Dserver.address=127.0.0.1',
      `-Dserver.port=${port}`,
      '-Dmicronaut.server.host=127.0.0.1',
      `-Dmicronaut.server.port=${port}`,
      ...properties,
      '-jar',
      cached('foreign-providers', `${kind}-provider.jar`),
    ]);
  }

  get candidate(): Candidate {
    return { instanceId: this.id, host: '127.0.0.1', port: this.port };
  }

  /** Bodies of all POSTs that arrived. */
  get orders(): string[] {
    return this.lines.filter((line) => line.startsWith('order ')).map((line) => line.slice('order '.length));
  }
}

/** Properties by which a provider closes the connection with each 5xx, as Tomcat does anyway. */
export const closesOnErrors = ['-Dmicronaut.server.netty.keep-alive-on-server-error=false'];

/** Starts a provider and waits until it responds. */
export async function startForeignProvider(
  kind: ForeignKind,
  id: string,
  properties: readonly string[] = [],
): Promise<ForeignProvider> {
  const [port = 0] = await freePorts(1);
  const provider = new ForeignProvider(kind, id, port, properties);
  const url = `http://127.0.0.1:${port}/name`;
  return provider.until(async () => expect((await get(url, { accept: '*/*' })).text).toBe(id), 90_000);
}
