import { NestFactory } from '@nestjs/core';
import { HealthCheckService, HealthIndicatorService, TerminusModule } from '@nestjs/terminus';
import { terminusHealth } from './terminus-health.js';

it('Terminus reports the status of a process, and which indicator is down', async () => {
  const root = { module: class Root {}, imports: [TerminusModule.forRoot({ logger: false })] };
  const app = await NestFactory.createApplicationContext(root, { logger: false });
  const checks = app.get(HealthCheckService, { strict: false });
  const database = app.get(HealthIndicatorService, { strict: false }).check('database');
  expect(await terminusHealth(checks, [() => database.up()])('UP')).toBe(true);
  await expect(terminusHealth(checks, [() => database.down()])('UP')).rejects.toThrow('down: database');
  await app.close();
});
