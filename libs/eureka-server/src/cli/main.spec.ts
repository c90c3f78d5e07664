import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { main } from './main.js';

describe('the command eureka-server', () => {
  const run = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const printed = { out: '', err: '' };
    const code = await main({
      args,
      env,
      version: '1.2.3',
      out: (text) => (printed.out += text),
      err: (text) => (printed.err += text),
    });
    return { code, ...printed };
  };

  it('prints its flags and its version', async () => {
    expect(await run(['--help'])).toMatchObject({ code: 0, err: '' });
    expect((await run(['--help'])).out).toContain('--peer <url>');
    expect(await run(['-v'])).toEqual({ code: 0, out: '1.2.3\n', err: '' });
  });

  it('exits with 2 and one line for a mistake of the user', async () => {
    expect(await run(['--prot', '1'])).toEqual({
      code: 2,
      out: '',
      err: 'eureka-server: there is no flag --prot: did you mean --port? (--help lists the flags)\n',
    });
    expect(await run([], { PORT: 'x' })).toMatchObject({
      code: 2,
      err: 'eureka-server: PORT is "x": it must be a port number from 0 (any free port) to 65535\n',
    });
    expect((await run(['-c', 'nope.yml'])).err.trim().split('\n')).toHaveLength(1);
  });

  it.each(['se#cret', 'se/cret', 'se?cret', 'se,cret', 'se@cret', 'se%zcret'])(
    'hides the password %s of a URL, in errors and in the report',
    async (password) => {
      const url = `http://user:${password}@localhost:7002/eureka/`;
      for (const name of ['peer', 'eureka.server.my-url', 'eureka.server.peers-dns']) {
        const { out, err } = await run(['--check', `--${name}=${url}`]);
        expect(out + err).not.toMatch(/cret|user/);
        // Such an `@` is no mistake, nor is a comma where the setting is no list.
        const isValid = password === 'se@cret' || (password === 'se,cret' && name !== 'peer');
        expect(err).toContain(isValid ? '' : 'must be percent-encoded');
        expect(out).toContain(isValid ? 'localhost:7002' : '');
      }
      expect((await run([url])).err).not.toContain('cret');
    },
  );

  it('fails for a setting without effect with --strict, after the report of --check', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'strict-'));
    const file = join(folder, 'application.yml');
    writeFileSync(file, 'eureka.server.enable-self-preservatoin: false\nspring.application.name: x\n');
    expect(await run(['--check', '-c', file])).toMatchObject({ code: 0, err: '' });
    const { code, out, err } = await run(['--check', '--strict', '-c', file]);
    expect([code, out]).toEqual([2, expect.stringContaining('did you mean')]);
    expect(err).toContain(`${file}:1 eureka.server.enable-self-preservatoin has no effect: did you mean`);
    expect(await run(['--strict', '-c', file])).toMatchObject({ code: 2, out: '' });
    writeFileSync(file, 'spring.application.name: x\n');
    expect(await run(['--check', '--strict', '-c', file])).toMatchObject({ code: 0, err: '' });
    rmSync(folder, { recursive: true });
  });

  it('says in --check, as in --help, how a server is reached from other machines', async () => {
    expect((await run(['--help'])).out).toContain('HOST=0.0.0.0');
    const { code, out } = await run(['--check', '--peer', 'http://192.0.2.1:8761/eureka/']);
    expect([code, out]).toEqual([0, expect.stringContaining('WARNING: listening on localhost only')]);
  });

  it('checks: prints the result, the origin of each setting, ignored ones, and the self-preservation table', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'check-'));
    const file = join(folder, 'application.yml');
    writeFileSync(
      file,
      `server.port: 7001
eureka.client.service-url.defaultZone: http://me:secret@eureka7002.com:7002/eureka/
eureka.server.disable-dleta: true
spring.security.user.password: secret
`,
    );
    const { code, out } = await run(['--check', '-c', file, '--eureka.instance.hostname=eureka7001.com'], {
      LOG_LEVEL: 'debug',
    });
    rmSync(folder, { recursive: true });
    expect(code).toBe(0);
    expect(out).not.toContain('secret');
    const lines = out.replaceAll(file, 'a.yml').replace(/ {2,}/g, ' | ').split('\n');
    for (const line of [
      ' | listens on | http://localhost:7001',
      ' | API | /eureka',
      ' | dashboard | /',
      ' | own URL | http://eureka7001.com:7001/eureka/',
      ' | peers | http://eureka7002.com:7002/eureka/',
      ' | login | user and a password',
      ' | server.port | 7001 | a.yml:1',
      ' | logging.level.root | debug | LOG_LEVEL',
      ' | eureka.instance.hostname | eureka7001.com | --eureka.instance.hostname',
      ' | spring.security.user.password | ****** | a.yml:4',
      ' | eureka.server.disable-dleta | a.yml:3 | WARNING: did you mean eureka.server.disable-delta?',
      ' | 5 | 6 | 10 | 10 | no eviction',
      ' | 100 | 100 | 170 | 200 | up to 14 dead at once are evicted',
    ])
      expect(lines.map((each) => each.replace(/^ \| /, ' | '))).toContain(line);
  });

  it('checks the defaults too, and says if self-preservation is off', async () => {
    const { out } = await run(['--check', '--eureka.server.enable-self-preservation=no']);
    expect(out).toContain('Self-preservation is off');
    expect((await run(['--check'])).out).toContain('All settings have their defaults.');
  });
});
