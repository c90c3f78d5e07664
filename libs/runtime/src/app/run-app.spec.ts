import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { once } from 'node:events';
import type { Server as HttpServer } from 'node:http';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import { AppOptions } from '../settings/app.options.js';
import { InvalidOptionError, PortUnavailableError } from '../settings/errors.js';
import { listeningPort } from './listening-port.js';
import { createApp, exitOnFailure, runApp } from './run-app.js';

@Controller()
class HelloController {
  @Get('hello')
  hello(): string {
    return 'hello';
  }

  @Post('hello')
  take(@Body() body: string): string {
    return body;
  }
}

@Module({ controllers: [HelloController] })
class HelloModule {}

const options = {
  name: 'hello-8080',
  imports: [HelloModule],
  ...new AppOptions({ port: 0, host: '127.0.0.1', logLevel: 'error' }),
};

describe('an app', () => {
  it('serves its routes, with and without a trailing slash, and the two actuator endpoints', async () => {
    const app = await createApp(options);
    await app.init();
    const get = async (url: string) => (await app.inject({ url })).body;
    expect(await get('/hello')).toBe('hello');
    expect(await get('/hello/')).toBe('hello');
    expect(await get('/actuator/health')).toBe('{"status":"UP"}');
    expect(await get('/actuator/info')).toBe('{}');
    await app.close();
  });

  it('listens on a free port for 0, and identifies itself', async () => {
    const app = await runApp(options);
    const response = await fetch(`http://127.0.0.1:${listeningPort(app.getHttpServer())}/actuator/health`);
    expect(response.headers.get('x-application-context')).toBe(
      `hello-8080:${listeningPort(app.getHttpServer())}`,
    );
    await app.close();
  });

  it('logs its address, which port 0 leaves open', async () => {
    const said: string[] = [];
    const write = jest
      .spyOn(process.stdout, 'write')
      .mockImplementation((text) => said.push(String(text)) > 0);
    const app = await runApp({ ...options, logLevel: 'log' });
    write.mockRestore();
    const port = listeningPort(app.getHttpServer());
    const line = new RegExp(`listening on http://127\\.0\\.0\\.1:${port}\\b`);
    expect(said.filter((each) => line.test(each))).toHaveLength(1);
    await app.close();
  });

  it('responds 413 to a body that is too large, and keeps the connection of a client that is still sending', async () => {
    const app = await runApp(options);
    const size = 16 * 1024 * 1024;
    const caller = connect(listeningPort(app.getHttpServer()), '127.0.0.1');
    const head = [
      'POST /hello HTTP/1.1',
      'Host: x',
      'Content-Type: application/json',
      `Content-Length: ${size}`,
    ];
    caller.write(`${head.join('\r\n')}\r\n\r\n`);
    try {
      const [answer] = (await once(caller, 'data')) as [Buffer];
      expect(answer.toString()).toMatch(/^HTTP\/1.1 413 /);
      // A broken connection would fail this write.
      await new Promise<void>((resolve, reject) => {
        caller.once('error', reject);
        caller.write(Buffer.alloc(size, 'x'), (error) => (error ? reject(error) : resolve()));
      });
    } finally {
      caller.destroy();
      await app.close();
    }
  });

  it('limits the time for receiving a request', async () => {
    const app = await createApp(options);
    const { headersTimeout, requestTimeout } = app.getHttpServer() as HttpServer;
    expect([headersTimeout, requestTimeout]).toEqual([60_000, 60_000]);
    await app.close();
  });

  it('closes without waiting for an unused connection', async () => {
    const app = await runApp(options);
    const client = connect(listeningPort(app.getHttpServer()), '127.0.0.1');
    await once(app.getHttpServer(), 'connection');
    await app.close(); // a minute without the hook: more than a test may take
    expect(app.getHttpServer().listening).toBe(false);
    client.destroy();
  });

  describe('whose port is in use', () => {
    let other: Server;
    beforeEach(async () => {
      other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    });
    afterEach(() => void other.close());

    it('fails, naming the variable that chooses another', async () => {
      const { port } = other.address() as AddressInfo;
      const start = runApp({ ...options, port });
      await expect(start).rejects.toThrow(PortUnavailableError);
      await expect(start).rejects.toThrow(
        `port ${port} is in use by another program: stop that program, or set PORT`,
      );
    });
  });
});

describe('a start that fails', () => {
  it.each([
    {
      error: new InvalidOptionError('PORT', '80x', 'a port number'),
      line: 'PORT is "80x": it must be a port number',
    },
    { error: new PortUnavailableError(80, 'PORT', {}), line: 'port 80 is in use' },
  ])('logs one line for an error that a user can fix: $error.code', async ({ error, line }) => {
    const said: string[] = [];
    const write = jest
      .spyOn(process.stderr, 'write')
      .mockImplementation((text) => said.push(String(text)) > 0);
    const exit = jest.spyOn(process, 'exit').mockImplementation((() => undefined) as never);
    await exitOnFailure('hello-8080', () => Promise.reject(error));
    write.mockRestore();
    expect(said.join('')).toContain(line);
    expect(said.join('').trim().split('\n')).toHaveLength(1);
    expect(exit).toHaveBeenCalledWith(1);
    exit.mockRestore();
  });
});
