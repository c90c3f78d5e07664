import type { Candidate } from '@eureka-nest/load-balancer';
import { ProvidersWatch } from '../src/providers-watch.js';
import { ConsumerStage } from './builders/consumer-stage.js';

describe('the providers watch', () => {
  let stage: ConsumerStage;

  beforeEach(async () => {
    stage = await ConsumerStage.create();
  });
  afterEach(() => stage.clear());

  it('logs the first providers, and every change', async () => {
    const known: Record<string, Candidate[]> = { 'cloud-payment-service': [] };
    const app = await stage.start({ known });
    const watch = app.get(ProvidersWatch, { strict: false });
    const payments = known['cloud-payment-service']!;
    watch.check();
    payments.push(stage.providers[0]);
    watch.check();
    payments.push(stage.providers[1]);
    watch.check();
    watch.check();
    payments.splice(0);
    watch.check();
    expect(stage.lines).toEqual([
      'CLOUD-PAYMENT-SERVICE: 1 instance (payment8001)',
      'CLOUD-PAYMENT-SERVICE: 2 instances (payment8001, payment8002)',
      'CLOUD-PAYMENT-SERVICE: no instances',
    ]);
  });
});
