import {
  type Counter,
  createNoopMeter,
  type Histogram,
  type Meter,
  metrics,
  ProxyTracerProvider,
  trace,
} from '@opentelemetry/api';

export const scope = '@eureka-nest/load-balancer';

interface Instruments {
  readonly duration: Histogram;
  readonly retries: Counter;
  readonly ejections: Counter;
  readonly noInstance: Counter;
}

const noMeter = createNoopMeter();
const unmeasured = instrumentsOf(noMeter);
let measured: Instruments | undefined;

/** Of the SDK that runs, whenever that started; without one they do nothing. */
export function instruments(): Instruments {
  if (measured) return measured;
  const meter = metrics.getMeter(scope);
  if (meter === noMeter) return unmeasured;
  return (measured = instrumentsOf(meter));
}

/** Whether anybody looks at spans or durations. Where nobody does, a call is not to pay for them. */
export function isObserved(): boolean {
  const provider = trace.getTracerProvider();
  const traced =
    !(provider instanceof ProxyTracerProvider) || provider.getDelegateTracer(scope) !== undefined;
  return traced || instruments() !== unmeasured;
}

function instrumentsOf(meter: Meter): Instruments {
  return {
    duration: meter.createHistogram('http.client.request.duration', {
      description: 'Duration of HTTP client requests.',
      unit: 's',
      advice: {
        explicitBucketBoundaries: [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
      },
    }),
    retries: meter.createCounter('load_balancer.retries', {
      description: 'Tries of calls after their first.',
      unit: '{try}',
    }),
    ejections: meter.createCounter('load_balancer.ejections', {
      description: 'Instances that were left out.',
      unit: '{instance}',
    }),
    noInstance: meter.createCounter('load_balancer.no_instance', {
      description: 'Calls for which there was no instance.',
      unit: '{call}',
    }),
  };
}
