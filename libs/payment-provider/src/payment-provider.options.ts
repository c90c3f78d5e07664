import { EurekaClientOptions } from '@eureka-nest/client';
import { AppOptions, applySettings, courseHostnames, fromEnv, oneOf, setting } from '@eureka-nest/runtime';
import { DatabaseOptions } from './persistence/database.options.js';

/** What a payment provider may be told, besides its database (DatabaseOptions) and its registries (EurekaClientOptions). */
export class PaymentProviderOptions extends AppOptions {
  /** How the registries' machine is called: `localhost`, or `course` for eureka7001.com and so on, which need lines in the hosts file. */
  @setting('eureka.hostnames', oneOf('localhost', 'course'))
  readonly hostnames: 'localhost' | 'course' = 'localhost';

  constructor(given: Partial<PaymentProviderOptions> = {}) {
    super();
    applySettings<PaymentProviderOptions>(this, given);
  }
}

/** All that one provider is told. */
export interface PaymentProviderSettings {
  readonly app: PaymentProviderOptions;
  readonly database: DatabaseOptions;
  readonly eureka: EurekaClientOptions;
}

/** What an app says about itself; all else has a default. */
export interface GivenPaymentProvider extends Partial<PaymentProviderOptions> {
  readonly database?: Partial<DatabaseOptions>;
  readonly eureka?: Partial<EurekaClientOptions>;
}

/** The demo's defaults, over them what the app says, over that the environment. */
export function paymentProviderSettings(
  { database, eureka, ...app }: GivenPaymentProvider,
  env: NodeJS.ProcessEnv = process.env,
): PaymentProviderSettings {
  const options = new PaymentProviderOptions({ port: 8001, ...app, ...fromEnv(PaymentProviderOptions, env) });
  const client = { ...demoClient(options.port), ...eureka, ...fromEnv(EurekaClientOptions, env) };
  return {
    app: options,
    database: new DatabaseOptions({ ...database, ...fromEnv(DatabaseOptions, env) }),
    eureka: new EurekaClientOptions({
      ...client,
      serviceUrls:
        options.hostnames === 'course' ? client.serviceUrls.map(courseHostnames) : client.serviceUrls,
    }),
  };
}

const demoClient = (port: number) => ({
  serviceUrls: ['http://localhost:7001/eureka/', 'http://localhost:7002/eureka/'] as readonly string[],
  appName: 'cloud-payment-service',
  // As in the course: a provider that is killed stays listed, which shows what self-preservation is.
  presence: false as boolean,
  hostname: 'localhost',
  ipAddress: '127.0.0.1',
  registryFetchIntervalSecs: 1,
  // Without a port of its own a name would be everybody's: the client then makes one of the port it gets.
  ...(port > 0 && { instanceId: `payment${port}` }),
});
