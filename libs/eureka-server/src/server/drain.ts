import type { Stop } from '@eureka-nest/runtime/time';

/** Registered clients. */
interface Clients {
  readonly size: number;
  whenCancelled(listener: () => void): Stop;
}

/**
 * Waits for clients that stop together with this server and still want to cancel: until none is
 * registered, none has cancelled for `quietMs`, or `maxMs` have passed.
 */
export function waitUntilDrained(clients: Clients, { quietMs = 250, maxMs = 1000 } = {}): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stopListening();
      clearTimeout(quiet);
      clearTimeout(limit);
      resolve();
    };
    const listen = () => (clients.size === 0 ? end() : void quiet.refresh());
    const stopListening = clients.whenCancelled(listen);
    const quiet = setTimeout(end, quietMs);
    const limit = setTimeout(end, maxMs);
    listen();
  });
}
