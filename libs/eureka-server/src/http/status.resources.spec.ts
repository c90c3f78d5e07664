import fastify from 'fastify';
import { EurekaServer } from '../server/eureka-server.js';

describe('GET status', () => {
  const status = async (accept: string, minAvailableInstancesForPeerReplication = -1) => {
    const host = fastify();
    const options = { port: 7001, minAvailableInstancesForPeerReplication, environment: '<test>' };
    new EurekaServer({ ...options, peers: ['http://user:secret@127.0.0.1:7002/eureka/'] }).mount(host);
    const response = await host.inject({ url: '/eureka/status', headers: { accept } });
    await host.close();
    return response;
  };

  it('has the status in JSON, without passwords', async () => {
    const response = await status('application/json');
    expect(response.headers['content-type']).toBe('application/json');
    expect(response.json()).toEqual({
      generalStats: {
        environment: '<test>',
        'num-of-cpus': expect.stringMatching(/^\d+$/),
        'total-avail-memory': expect.stringMatching(/^\d+mb$/),
        'current-memory-usage': expect.stringMatching(/^\d+mb \(\d+%\)$/),
        'server-uptime': expect.stringMatching(/^\d\d:\d\d$/),
      },
      applicationStats: {
        'registered-replicas': 'http://127.0.0.1:7002/eureka/',
        'available-replicas': '',
        'unavailable-replicas': 'http://127.0.0.1:7002/eureka/',
      },
      instanceInfo: expect.objectContaining({
        app: 'EUREKA-SERVER',
        hostName: 'localhost',
        status: 'STARTING',
      }),
    });
  });

  it('has the same in XML, named after Java’s class', async () => {
    const { body } = await status('application/xml');
    expect(body).toMatch(
      /^<com\.netflix\.eureka\.util\.StatusInfo><generalStats><environment>&lt;test&gt;<\/environment><num-of-cpus>\d+<.*<\/generalStats><applicationStats>.*<\/applicationStats><instanceInfo><instanceId>localhost:eureka-server:7001<.*<\/instanceInfo><\/com\.netflix\.eureka\.util\.StatusInfo>$/,
    );
  });

  it('is healthy if enough peers respond, if a number is configured', async () => {
    expect((await status('application/json', 0)).json().healthy).toBe(true);
    expect((await status('application/json', 1)).json().healthy).toBe(false);
    expect((await status('application/xml', 1)).body).toContain('<isHeathly>false</isHeathly>');
  });
});
