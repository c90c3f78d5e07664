import { freePorts } from '../harness/free-ports.js';
import { get } from '../harness/http.js';
import { eventually } from '../harness/eventually.js';
import { unexcused } from '../peers/harness/complaints.js';
import { startJavaPeer } from '../peers/harness/java-peer.js';
import { Command } from './harness/command.js';

describe('a Java client at the installed command', () => {
  // Java sends a login in ISO-8859-1; in a URL it is percent-encoded UTF-8.
  const password = 'pässwörd';
  const authorization = `Basic ${Buffer.from(`user:${password}`).toString('base64')}`;

  it('registers with a login, is listed, and is gone when it stops', async () => {
    const registry = new Command([], {
      PORT: '0',
      HOST: '127.0.0.1',
      SPRING_SECURITY_USER_PASSWORD: password,
    });
    const base = await registry.responding();
    const zone = `${base.replace('//', `//user:${encodeURIComponent(password)}@`)}/eureka/`;
    const [port = 0] = await freePorts(1);
    const provider = await startJavaPeer('spring-cloud', 'provider', { port, registries: [zone] });
    const listed = () => get(`${base}/eureka/apps`, { authorization });
    await eventually(
      async () => expect((await listed()).text).toContain(`"instanceId":"${provider.instanceId}"`),
      30_000,
    );
    await provider.stop();
    expect((await listed()).text).not.toContain(provider.instanceId);
    expect(unexcused(provider.lines, [])).toEqual([]);
    expect(await registry.stop()).toMatchObject({ code: 0, signal: null });
    expect(registry.output).toContain(`registered CLOUD-PAYMENT-SERVICE/${provider.instanceId}`);
    expect(registry.output).not.toContain('refused');
  });
});
