import { createNoopMeter, type Meter, metrics, ProxyTracerProvider, trace } from '@opentelemetry/api';

export const telemetryScope = '@eureka-nest/load-balancer';

type Instruments = ReturnType<typeof createInstruments>;

const noMeter = createNoopMeter();
const noInstruments = createInstruments(noMeter);
let created: Instruments | undefined;

/** Instruments of the running SDK, even if that started later; without an SDK they do nothing. */
export function instruments(): Instruments {
  if (created) return created;
  const meter = metrics.getMeter(telemetryScope);
  if (meter === noMeter) return noInstruments;
  return (created = createInstruments(meter));
}

/** True if spans or durations are recorded; otherwise calls skip their cost. */
export function isTelemetryEnabled(): boolean {
  const provider = trace.getTracerProvider();
  const traced =
    !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer(telemetryScope) !== undefined;
  return traced || instruments() !== noInstruments;
}

function createInstruments(meter: Meter) {
  const counter = (name: string, unit: string, description: string) =>
    meter.createCounter(name, { description, unit });
  return {
    duration: meter.createHistogram('http.client.request.duration', {
      description: 'Duration of HTTP client requests.',
      unit: 's',
      advice: {
        explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      },
    }),
    retries: counter('load_balancer.retries', '{try}', 'Tries of calls after their first.'),
    ejections: counter('load_balancer.ejections', '{instance}', 'Instances ejected.'),
    noInstance: counter('load_balancer.no_instance', '{call}', 'Calls without a usable instance.'),
  };
}
