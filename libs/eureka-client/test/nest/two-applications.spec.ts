import { NestFactory } from '@nestjs/core';
import { EurekaClient } from '../../src/eureka-client.js';
import { EurekaClientModule } from '../../src/nest/eureka-client.module.js';

it('gives each application of one module a client of its own', async () => {
  const module = EurekaClientModule.forRoot({ enabled: false });
  const applications = [
    await NestFactory.createApplicationContext(module, { logger: false }),
    await NestFactory.createApplicationContext(module, { logger: false }),
  ];
  const [first, second] = applications.map((each) => each.get(EurekaClient));
  expect(first).not.toBe(second);
  for (const each of applications) await each.close();
});
