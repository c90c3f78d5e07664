export { DatabaseDownError } from './errors.js';
export { PaymentProviderModule } from './payment-provider.module.js';
export {
  PaymentProviderOptions,
  paymentProviderSettings,
  type GivenPaymentProvider,
  type PaymentProviderSettings,
} from './payment-provider.options.js';
export { DatabaseOptions } from './persistence/database.options.js';
export { paymentProviderApp, runPaymentProvider } from './run-payment-provider.js';
