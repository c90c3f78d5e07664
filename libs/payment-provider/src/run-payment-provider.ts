import { useCourseConventions } from '@eureka-nest/common-api/nest';
import { exitOnFailure, runApp, type App } from '@eureka-nest/runtime';
import { databasePhrases } from './database-phrases.js';
import { PaymentProviderModule } from './payment-provider.module.js';
import {
  paymentProviderSettings,
  type GivenPaymentProvider,
  type PaymentProviderSettings,
} from './payment-provider.options.js';
import { routePhrases } from './route-phrases.js';

/** Runs one payment provider process; an app only adds a port. */
export function runPaymentProvider(given: GivenPaymentProvider = {}): Promise<void> {
  return exitOnFailure(processName(given.port), () =>
    runApp(paymentProviderApp(paymentProviderSettings(given))),
  );
}

/** The provider as `runApp` takes it, not yet running. */
export function paymentProviderApp(settings: PaymentProviderSettings): App {
  return {
    name: processName(settings.app.port),
    ...settings.app,
    imports: [PaymentProviderModule.forRoot(settings)],
    prepare: (app) =>
      useCourseConventions(app, 'Payment provider', description, [...databasePhrases, ...routePhrases]),
  };
}

const description = {
  en: 'Stores and finds payments; all providers share one table.',
  zh: '保存和查询支付记录，所有服务提供者共用一张表。',
};

const processName = (port = 0): string => (port > 0 ? `payment-provider-${port}` : 'payment-provider');
