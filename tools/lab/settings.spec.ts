import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { classic, environment, fast, serveArguments, timingsOf } from './settings.mjs';

describe('the settings of what the lab starts', () => {
  it('are the arguments of serve', () => {
    const nxJson = readFileSync(join(__dirname, '../../nx.json'), 'utf8');
    expect(serveArguments('eureka-7001', nxJson).at(-1)).toBe('dist/bundle/eureka-7001.mjs');
  });

  it('are the environment of the demo, with the timings that were asked for', () => {
    const env = { PATH: '/bin', PAYMENT_SERVICE_URL: 'http://localhost:8001' };
    expect(environment(env, 'fast', { PORT: '1' })).toEqual({ ...env, PORT: '1' });
    expect(environment(env, 'classic', {})).toEqual({ ...env, ...classic });
  });

  it('lose the classic timings of the stage when the fast ones are asked for', () => {
    const env = { PATH: '/bin', ...classic };
    expect([timingsOf(env), timingsOf({})]).toEqual(['classic', 'fast']);
    expect(environment(env, 'fast', {})).toEqual({ PATH: '/bin' });
  });

  it("lose the stage's short leases when the classic timings are asked for", () => {
    const env = { PATH: '/bin', ...fast };
    expect(environment(env, 'classic', {})).toEqual({ PATH: '/bin', ...classic });
    expect(environment(env, 'fast', {})).toEqual(env);
  });
});
