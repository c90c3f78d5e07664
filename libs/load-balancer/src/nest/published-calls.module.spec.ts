import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo, Server } from 'node:net';
import { fixedList } from '../index.js';
import { LoadBalancerModule, PublishedCallsModule } from './index.js';

describe('PublishedCallsModule', () => {
  it('serves the calls at its path, without the prefix, and lets the application close', async () => {
    const testing = await Test.createTestingModule({
      imports: [
        LoadBalancerModule.forRoot({ source: fixedList({}) }),
        PublishedCallsModule.forRoot({ path: '/consumer/calls', consumer: () => ({ key: 'A/a' }) }),
      ],
    }).compile();
    const app = testing.createNestApplication<NestFastifyApplication>(new FastifyAdapter());
    app.setGlobalPrefix('api');
    await app.listen(0, '127.0.0.1');
    const { port } = (app.getHttpServer() as Server).address() as AddressInfo;
    const response = await new Promise<IncomingMessage>((resolve) => {
      get({ host: '127.0.0.1', port, path: '/consumer/calls' }, resolve);
    });
    const text = await new Promise((resolve) => response.once('data', (part) => resolve(String(part))));
    expect(text).toBe('event: calls\ndata: {"key":"A/a","calls":[],"ejected":[]}\n\n');
    const ended = new Promise((resolve) => response.on('end', resolve));
    await app.close();
    await ended;
  });
});
