import { EurekaClientOptions } from '@eureka-nest/client';
import {
  AppOptions,
  applySettings,
  courseHostnames,
  fromEnv,
  oneOf,
  setting,
  text,
} from '@eureka-nest/runtime';
import { DatabaseOptions } from './persistence/database.options.js';

/**
 * Options of a payment provider, besides its database (DatabaseOptions) and registries
 * (EurekaClientOptions).
 */
export class PaymentProviderOptions extends AppOptions {
  /**
   * `course` replaces `localhost` in registry URLs by `eureka<port>.com`, as in the course's hosts
   * file.
   */
  @setting('eureka.hostnames', oneOf('localhost', 'course'))
  readonly hostnames: 'localhost' | 'course' = 'localhost';

  /** Folder in which the demo's lab says how providers behave; without it they just work. */
  @setting('lab.folder', text)
  readonly labFolder?: string;

  constructor(given: Partial<PaymentProviderOptions> = {}) {
    super();
    applySettings<PaymentProviderOptions>(this, given);
  }
}

/** Complete settings of one provider. */
export interface PaymentProviderSettings {
  readonly app: PaymentProviderOptions;
  readonly database: DatabaseOptions;
  readonly eureka: EurekaClientOptions;
}

/** Options that an app passes; everything else has a default. */
export interface GivenPaymentProvider extends Partial<PaymentProviderOptions> {
  readonly database?: Partial<DatabaseOptions>;
  readonly eureka?: Partial<EurekaClientOptions>;
}

/** Settings of a provider: the app's options override the demo's defaults, the environment both. */
export function paymentProviderSettings(
  { database, eureka, ...app }: GivenPaymentProvider,
  env: NodeJS.ProcessEnv = process.env,
): PaymentProviderSettings {
  const options = new PaymentProviderOptions({ port: 8001, ...app, ...fromEnv(PaymentProviderOptions, env) });
  const client = { ...demoClient(options.port), ...eureka, ...fromEnv(EurekaClientOptions, env) };
  const urls = client.serviceUrls;
  const serviceUrls = options.hostnames === 'course' ? urls.map(courseHostnames) : urls;
  return {
    app: options,
    database: new DatabaseOptions({ ...database, ...fromEnv(DatabaseOptions, env) }),
    eureka: new EurekaClientOptions({ ...client, serviceUrls }),
  };
}

const demoClient = (port: number) => ({
  serviceUrls: ['http://localhost:7001/eureka/', 'http://localhost:7002/eureka/'] as readonly string[],
  appName: 'cloud-payment-service',
  hostname: 'localhost',
  ipAddress: '127.0.0.1',
  registryFetchIntervalSecs: 1,
  // Port 0 (any free port) is not known yet; the client then derives the id from the real one.
  ...(port > 0 && { instanceId: `payment${port}` }),
});
