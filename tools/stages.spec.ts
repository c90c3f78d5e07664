import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { classic, fast, stages } from './stages.mjs';

describe('the stages', () => {
  const apps = readdirSync(join(__dirname, '../apps'));

  it('are the six of the course', () => {
    expect(Object.keys(stages).join('')).toBe('abcdef');
  });

  it.each(Object.entries(stages))('%s starts apps that exist, the consumer among them', (_, stage) => {
    expect(apps).toEqual(expect.arrayContaining([...stage.apps]));
    expect(stage.apps).toContain('order-consumer-80');
    expect(new Set(stage.apps).size).toBe(stage.apps.length);
  });

  it.each(Object.entries(stages))(
    '%s has its texts in both languages, with the port that is taken',
    (_, stage) => {
      for (const text of [stage.title, stage.expect, stage.tryThis('http://localhost:8080')]) {
        expect(text.en).not.toBe('');
        expect(text.zh).not.toBe('');
      }
      const { en, zh } = stage.tryThis('http://localhost:8080');
      for (const text of [en, zh]) expect(text).not.toMatch(/localhost\/consumer/);
    },
  );

  it('call a fixed address until E, and by name from then on', () => {
    const called = Object.values(stages).map((stage) => stage.env['PAYMENT_SERVICE_URL']);
    expect(called.slice(0, 4)).toEqual(Array(4).fill('http://localhost:8001'));
    expect(called.slice(4)).toEqual(Array(2).fill('http://CLOUD-PAYMENT-SERVICE'));
  });

  it('balance in F alone', () => {
    const balanced = Object.values(stages).map((stage) => stage.env['SPRING_CLOUD_LOADBALANCER_ENABLED']);
    expect(balanced).toEqual([...Array(5).fill('false'), 'true']);
  });

  it('leave the liveness check on by default, and each pace turns it off', () => {
    for (const { env } of Object.values(stages)) expect(env).not.toHaveProperty('EUREKA_CLIENT_PRESENCE');
    for (const pace of [fast, classic]) expect(pace.EUREKA_CLIENT_PRESENCE).toBe('false');
  });

  it.each([fast, classic])('change no setting of a pace, so that they can be combined', (pace) => {
    for (const stage of Object.values(stages)) {
      expect(Object.keys(stage.env).filter((name) => name in pace)).toEqual([]);
    }
  });
});
