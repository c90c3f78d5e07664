import { EurekaClientOptions } from '@eureka-nest/client';
import { createApp } from '@eureka-nest/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PaymentProviderOptions } from '../../src/payment-provider.options.js';
import type { DatabaseOptions } from '../../src/persistence/database.options.js';
import { paymentProviderApp } from '../../src/run-payment-provider.js';

export interface TestProvider {
  readonly app: NestFastifyApplication;
  /** What it logged, since it was last emptied. */
  readonly lines: { level: string; text: string }[];
}

/** A provider as it runs, but that it does not listen; without a registry unless one is given. */
export async function testProvider(
  database: DatabaseOptions,
  eureka: Partial<EurekaClientOptions> = { enabled: false },
): Promise<TestProvider> {
  const lines: TestProvider['lines'] = [];
  const wiring = new Set(['RoutesResolver', 'RouterExplorer', 'NestApplication']);
  const say = (level: string) => (text: unknown, context?: unknown) => {
    if (!wiring.has(String(context))) lines.push({ level, text: String(text) });
  };
  const app = await createApp(
    paymentProviderApp({
      app: new PaymentProviderOptions({ port: 8001, logLevel: 'error' }),
      database,
      eureka: new EurekaClientOptions(eureka),
    }),
  );
  app.useLogger({ debug: say('debug'), log: say('log'), warn: say('warn'), error: say('error') });
  return { app, lines };
}
