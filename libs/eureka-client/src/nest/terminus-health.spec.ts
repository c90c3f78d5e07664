import { terminusHealth, type HealthChecks } from './terminus-health.js';

const answering = (check: HealthChecks['check']) => terminusHealth({ check }, [() => undefined])('UP');

describe('the Terminus health check', () => {
  it.each([
    ['ok', true],
    ['shutting_down', false],
    ['error', false],
  ])('%s: is the process UP? %s', async (status, expected) => {
    expect(await answering(async () => ({ status }))).toBe(expected);
  });

  it('names the indicators that are down', async () => {
    const response = { status: 'error', error: { database: { status: 'down' } } };
    const fault = Object.assign(new Error('Service Unavailable Exception'), { response });
    await expect(answering(() => Promise.reject(fault))).rejects.toThrow('down: database');
    await expect(answering(() => Promise.reject(new Error('oops')))).rejects.toThrow('oops');
  });
});
