import { anInstance } from '@eureka-nest/protocol/testing';
import { manualClock } from '@eureka-nest/runtime/testing';
import { type ClientEvents, Events } from '../../src/events/client-events.js';
import { Milestone } from '../../src/events/one-time-signal.js';
import { Registrar } from '../../src/registration/registrar.js';
import { type Clock, type Pause, systemPause } from '../../src/surroundings.js';
import type { LogBook } from './log-book.js';
import { registriesAt } from './registries-at.js';

export const payment = anInstance({ port: 8001, lastDirtyTimestamp: 1_750_000_000_000 });
export const paymentName = 'CLOUD-PAYMENT-SERVICE/payment8001';

/** Longer than any spec. */
export const never = 60_000;

/** A registrar that has begun, and what it has told. */
export interface RegistrarStage {
  readonly registrar: Registrar;
  readonly registered: Milestone;
  /** Each event under its name. */
  readonly told: object[];
}

export function registrarAt(
  urls: readonly string[],
  intervalMs: number,
  log: LogBook,
  clock: Clock = manualClock(),
  pause: Pause = systemPause,
): RegistrarStage {
  const registered = new Milestone();
  const told: object[] = [];
  const events = new Events(log);
  events.on('registered', () => registered.reached());
  const names: (keyof ClientEvents)[] = ['registered', 'lost', 'cancelled', 'own-status'];
  for (const each of names) events.on(each, (event) => told.push({ [each]: event }));
  const rhythm = { intervalMs, backOff: () => 5 };
  const registries = registriesAt(urls, log, {}, clock);
  const registrar = new Registrar(payment, registries, rhythm, clock, log, events, pause);
  registrar.start();
  return { registrar, registered, told };
}
