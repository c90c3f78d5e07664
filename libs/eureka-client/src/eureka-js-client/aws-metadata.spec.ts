import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { awsMetadata } from './aws-metadata.js';
import { defaults, type EurekaClientConfig } from './config.js';
import { withAwsMetadata } from './own-instance.js';

describe('the EC2 metadata of an instance', () => {
  let server: Server;
  let base: string;
  const answers: Record<string, string> = {
    '/latest/meta-data/instance-id': 'i-1',
    '/latest/meta-data/placement/availability-zone': 'eu-west-1a',
    '/latest/meta-data/mac': '0e:1',
    '/latest/meta-data/network/interfaces/macs/0e:1/vpc-id': 'vpc-1',
    '/latest/dynamic/instance-identity/document': '{"accountId":"42"}',
  };

  beforeEach(async () => {
    server = createServer(({ method, url = '', headers }, response) => {
      if (method === 'PUT') return response.end('token');
      const answer = headers['x-aws-ec2-metadata-token'] === 'token' ? answers[url] : undefined;
      return response.writeHead(answer === undefined ? 404 : 200).end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it('is fetched with a token, and omits what is missing', async () => {
    expect(await awsMetadata(base)).toEqual({
      'instance-id': 'i-1',
      'availability-zone': 'eu-west-1a',
      mac: '0e:1',
      'vpc-id': 'vpc-1',
      accountId: '42',
    });
  });

  it('is empty outside EC2', async () => {
    server.close();
    server.closeAllConnections();
    expect(await awsMetadata(base)).toEqual({});
  });

  const found = {
    'public-hostname': 'pub',
    'public-ipv4': '3.3.3.3',
    'local-hostname': 'loc',
    'local-ipv4': '10.0.0.1',
  };
  it.each<[Partial<EurekaClientConfig>, string, string]>([
    [{}, 'pub', '3.3.3.3'],
    [{ useLocalMetadata: true }, 'loc', '10.0.0.1'],
    [{ preferIpAddress: true }, '3.3.3.3', '3.3.3.3'],
  ])('with %j sets the host %s and the address %s', (eureka, hostName, ipAddr) => {
    const config = {
      ...defaults,
      eureka: { ...defaults.eureka, ...eureka },
      instance: { statusPageUrl: 'http://__HOST__:1/info', dataCenterInfo: { name: 'Amazon' } },
    };
    expect(withAwsMetadata(config, found).instance).toEqual({
      hostName,
      ipAddr,
      statusPageUrl: `http://${hostName}:1/info`,
      dataCenterInfo: { name: 'Amazon', metadata: found },
    });
  });
});
