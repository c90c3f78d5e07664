import { runPaymentProvider } from '@eureka-nest/payment-provider';

void runPaymentProvider({ port: 8001 });
