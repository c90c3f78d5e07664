import type { Stop } from '@eureka-nest/runtime/time';

interface Clients {
  readonly size: number;
  whenCancelled(listener: () => void): Stop;
}

/**
 * Waits for clients that stop together with this server and still want to take themselves out: until none is left,
 * or for `quietMs` none has left, and no longer than `mostMs`.
 */
export function waitUntilDrained(clients: Clients, { quietMs = 250, mostMs = 1000 } = {}): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      stopListening();
      clearTimeout(quiet);
      clearTimeout(most);
      resolve();
    };
    const listen = () => (clients.size === 0 ? end() : void quiet.refresh());
    const stopListening = clients.whenCancelled(listen);
    const quiet = setTimeout(end, quietMs);
    const most = setTimeout(end, mostMs);
    listen();
  });
}
