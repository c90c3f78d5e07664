import { EurekaClientOptions } from '@eureka-nest/client';
import { createApp } from '@eureka-nest/runtime';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { PaymentProviderOptions } from '../../src/payment-provider.options.js';
import type { DatabaseOptions } from '../../src/persistence/database.options.js';
import { paymentProviderApp } from '../../src/run-payment-provider.js';

export interface TestProvider {
  readonly app: NestFastifyApplication;
  /** Lines that it logged. */
  readonly lines: { level: string; text: string }[];
}

/** A provider that does not listen; without a registry by default. */
export async function testProvider(
  database: DatabaseOptions,
  eureka: Partial<EurekaClientOptions> = { enabled: false },
): Promise<TestProvider> {
  const lines: TestProvider['lines'] = [];
  const startUpContexts = new Set(['RoutesResolver', 'RouterExplorer', 'NestApplication']);
  const record = (level: string) => (text: unknown, context?: unknown) => {
    if (!startUpContexts.has(String(context))) lines.push({ level, text: String(text) });
  };
  const app = await createApp(
    paymentProviderApp({
      app: new PaymentProviderOptions({ port: 8001, logLevel: 'error' }),
      database,
      eureka: new EurekaClientOptions(eureka),
    }),
  );
  app.useLogger({ debug: record('debug'), log: record('log'), warn: record('warn'), error: record('error') });
  return { app, lines };
}
