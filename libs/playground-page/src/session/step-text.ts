import { eventText, type PlayEvent } from '@eureka-nest/playground';
import type { PlotStep } from './processes.js';

type Verbs = Readonly<Record<PlayEvent['kind'], string>>;

/** A step in a few words: `kill payment-8003`, `order-80 calls CLOUD-PAYMENT-SERVICE ×9`. */
export function stepText({ event, nodes, times }: PlotStep, verbs: Verbs): string {
  const names = shortNames(nodes);
  const verb = verbs[event.kind];
  switch (event.kind) {
    case 'call': {
      const target = event.url.replace(/^https?:\/\//, '').replace(/\/.*$/, '');
      const method = event.method === 'GET' ? '' : ` ${event.method}`;
      return `${names} ${verb}${method} ${target}${times > 1 ? ` ×${times}` : ''}`;
    }
    case 'cut':
    case 'heal':
      return `${verb} ${names} ${event.oneWay ? '→' : '–'} ${event.to}`;
    case 'latency':
      return `${verb} ${event.ms} ms ${names} – ${event.to}`;
    case 'loss':
      return `${verb} ${event.percent} % ${names} – ${event.to}`;
    case 'status':
      return `${verb} ${names} ${event.status ?? 'none'}`;
    case 'set':
      return `${verb} ${eventText(event).replace(/^set /, '')}`;
    default:
      return `${verb} ${names}`;
  }
}

/** Names in a row: `payment-8001…8003`. */
export function shortNames(names: readonly string[]): string {
  const [first = '', last = ''] = [names[0], names.at(-1)];
  if (names.length < 3) return names.join(', ');
  const head = first.replace(/\d+$/, '');
  return names.every((each) => each.startsWith(head))
    ? `${first}…${last.slice(head.length)}`
    : names.join(', ');
}
