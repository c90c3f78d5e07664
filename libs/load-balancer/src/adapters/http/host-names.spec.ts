import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { Agent, fetch as undiciFetch, request } from 'undici';
import { createBalancedAxios } from '../axios/create-axios.js';
import { fixedList } from '../../core/instance-source.js';
import { balancedFetch } from '../fetch/index.js';
import { LoadBalancer } from '../../load-balancer.js';
import type { ServiceSettings } from '../../options/load-balancer-parts.js';
import { balancing } from '../undici/index.js';
import { hostNames } from './host-names.js';

// The certificate is for localhost and 127.0.0.1.
const pem = (name: string) => readFileSync(join(__dirname, '../../../../runtime/fixtures/tls', name));
const ca = pem('authority.pem');

describe('host names of a call', () => {
  const candidate = { instanceId: 'payment8001', host: '10.0.0.5', port: 8001 };

  it.each<[ServiceSettings, object]>([
    [{}, {}],
    [{ hostHeader: 'instance' }, {}],
    [{ hostHeader: 'service' }, { host: 'payment' }],
    [{ hostHeader: ({ port }) => `pay-${port}.test` }, { host: 'pay-8001.test' }],
    [{ tlsName: 'service' }, { tlsName: 'payment' }],
    [{ tlsName: 'instance' }, { tlsName: '10.0.0.5' }],
    [
      { hostHeader: 'service', tlsName: () => 'x.test' },
      { host: 'payment', tlsName: 'x.test' },
    ],
  ])('with the settings %j are %j', (settings, names) => {
    expect(hostNames(settings, 'PAYMENT', candidate)).toEqual(names);
  });
});

describe.each([false, true])('a provider that checks names (https: %s)', (secure) => {
  const echoNames: http.RequestListener = ({ headers, socket }, response) =>
    void response.end(`${headers.host} ${(socket as TLSSocket).servername || ''}`.trim());
  const server = secure
    ? https.createServer({ cert: pem('server.pem'), key: pem('server.key') }, echoNames)
    : http.createServer(echoNames);
  let port: number;
  let balancer: (settings: ServiceSettings) => LoadBalancer;
  let close: () => unknown = () => undefined;

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    port = (server.address() as AddressInfo).port;
    const source = fixedList({ localhost_: [{ instanceId: 'a', host: '127.0.0.1', port, secure }] });
    balancer = (settings) => new LoadBalancer({ source, services: { localhost_: settings } });
  });
  afterEach(() => close());
  afterAll(() => {
    server.closeAllConnections();
    return new Promise((done) => void server.close(done));
  });

  const call = {
    axios: async (settings: ServiceSettings) => {
      const source = balancer(settings).source;
      const balanced = createBalancedAxios({ source, services: { localhost_: settings }, tls: { ca } });
      close = balanced.close;
      return (await balanced.axios.get<string>('lb://localhost_/x')).data;
    },
    fetch: async (settings: ServiceSettings) => {
      const dispatcher = new Agent({ connect: { ca } });
      close = () => dispatcher.destroy();
      const wire = ((url: string, init: object) => undiciFetch(url, { ...init, dispatcher })) as typeof fetch;
      return (await balancedFetch(balancer(settings), { fetch: wire })('lb://localhost_/x')).text();
    },
    undici: async (settings: ServiceSettings) => {
      const agent = new Agent({ connect: { ca } });
      close = () => agent.destroy();
      const dispatcher = agent.compose(balancing(balancer(settings)));
      return (await request('http://localhost_/x', { dispatcher })).body.text();
    },
  };
  const wires = ['axios', 'fetch', 'undici'] as const;

  it.each(wires)('gets its own address from %s by default', async (wire) => {
    expect(await call[wire]({})).toBe(`127.0.0.1:${port}`);
  });

  it.each(['axios', 'undici'] as const)('gets the configured name from %s', async (wire) => {
    const settings = { hostHeader: () => 'localhost' };
    expect(await call[wire](settings)).toBe(secure ? 'localhost localhost' : 'localhost');
  });

  it.each(['hostHeader', 'tlsName'])(
    'gets no other name from fetch, which rejects the setting: %s',
    async (key) => {
      await expect(call.fetch({ [key]: () => 'other.test' })).rejects.toThrow(`${key} is`);
    },
  );

  if (!secure) return;

  it.each(['axios', 'undici'] as const)(
    'has its certificate checked for the TLS name by %s',
    async (wire) => {
      expect(await call[wire]({ tlsName: () => 'localhost' })).toBe(`127.0.0.1:${port} localhost`);
      const error = await call[wire]({ tlsName: () => 'other.test' }).catch((thrown: unknown) => thrown);
      expect(String(error)).toContain("Hostname/IP does not match certificate's altnames");
    },
  );
});
