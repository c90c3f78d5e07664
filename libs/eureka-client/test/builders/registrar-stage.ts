import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import type { Clock } from '@eureka-nest/runtime/time';
import { setTimeout as systemPause } from 'node:timers/promises';
import { type ClientEvents, Events } from '../../src/events/client-events.js';
import { OneTimeSignal } from '../../src/events/one-time-signal.js';
import { type Pause, Registrar } from '../../src/registration/registrar.js';
import { failoverTo } from './failover-to.js';
import type { RecordingLogger } from './recording-logger.js';

export const payment = anInstance({ port: 8001, lastDirtyTimestamp: 1_750_000_000_000 });
export const paymentName = 'CLOUD-PAYMENT-SERVICE/payment8001';

/** An interval longer than any spec. */
export const never = 60_000;

/** A running registrar and the events that it emitted. */
export interface RegistrarStage {
  readonly registrar: Registrar;
  readonly registered: OneTimeSignal;
  /** Events by name, in order. */
  readonly emitted: object[];
}

export function registrarAt(
  urls: readonly string[],
  intervalMs: number,
  logger: RecordingLogger,
  clock: Clock = manualClock(),
  pause: Pause = systemPause,
): RegistrarStage {
  const registered = new OneTimeSignal();
  const emitted: object[] = [];
  const events = new Events(logger);
  events.on('registered', () => registered.raise());
  const names: (keyof ClientEvents)[] = ['registered', 'lost', 'cancelled', 'own-status'];
  for (const each of names) events.on(each, (event) => emitted.push({ [each]: event }));
  const heartbeats = { intervalMs, backOff: () => 5 };
  const failover = failoverTo(urls, logger, {}, clock);
  const registrar = new Registrar(payment, { failover, heartbeats, clock, logger, events, pause });
  registrar.start();
  return { registrar, registered, emitted };
}
