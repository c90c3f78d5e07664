import { itSpeaksEureka, type Deviations } from '@eureka-nest/conformance';
import { freePorts } from '../../harness/free-ports.js';
import { startJavaPeer, type JavaPeer } from '../harness/java-peer.js';
import type { Train } from '../harness/java-settings.js';

/**
 * Runs our conformance suite against a server of Spring's, which fails exactly the listed checks.
 */
export function itIsAsListed(train: Train, deviations: Deviations): void {
  let server: JavaPeer;

  beforeAll(async () => {
    const [port = 0] = await freePorts(1);
    server = await startJavaPeer(train, 'server', {
      port,
      fast: false,
      properties: { 'eureka.server.use-read-only-response-cache': false },
    });
  });
  afterAll(() => server.stop());

  itSpeaksEureka(() => server.url('/eureka/'), { deviations });
}
