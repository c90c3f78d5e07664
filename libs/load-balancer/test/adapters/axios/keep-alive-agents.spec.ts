import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import axios from 'axios';
import { keepAliveAgents } from '../../../src/adapters/axios/keep-alive-agents.js';

const pem = (name: string) => readFileSync(join(__dirname, '../../../../runtime/fixtures/tls', name));

describe('the agent for a name', () => {
  it('asks for that name, keeps connections by name, and leaves nothing behind', async () => {
    const tls = { cert: pem('server.pem'), key: pem('server.key') };
    const server = https.createServer(tls, ({ socket }, response) => {
      response.end(String((socket as TLSSocket & { servername: string }).servername));
    });
    let connections = 0;
    server.on('secureConnection', () => connections++);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const agents = keepAliveAgents(2_000, { rejectUnauthorized: false });
    const get = async (name: string) => {
      const httpsAgent = agents.httpsAgentFor(name);
      const config = { httpsAgent, proxy: false as const, adapter: 'http' as const };
      return (await axios.get<string>(`https://127.0.0.1:${port}/`, config)).data;
    };
    for (const name of ['a.test', 'b.test', 'a.test', 'b.test']) expect(await get(name)).toBe(name);
    expect(connections).toBe(2);
    expect(Object.keys(agents.httpsAgent.freeSockets)).toHaveLength(2);
    agents.destroy();
    server.close();
    await once(server, 'close');
    while (Object.keys(agents.httpsAgent.freeSockets).length > 0)
      await new Promise((done) => setImmediate(done));
  });
});
