import { EventQueue, hashToUnit, type Leg, Network } from '@eureka-nest/server/simulation';
import type { Scenario } from '../scenario/scenario.js';
import { type EventLog, levelOf } from './event-log.js';
import { Links } from './links.js';
import { Messages, type PlayTransmission, requestLine, statusLine } from './messages.js';
import type { HttpResponse } from './messages.js';
import type { Pace } from './pace.js';
import { atReceiver, atSender, operationOf } from './source-regions.js';

/** Wall clock at the start of a run: a full minute, so that Java renews its caches then. */
export const EPOCH = 1_750_000_020_000;

/** Time, network, log and pace, which all processes of a run share. */
export class World {
  readonly queue = new EventQueue();
  readonly links: Links;
  readonly network: Network;
  readonly messages = new Messages();
  /** True while promises of a client wait for their continuation. */
  isUnsettled = false;
  private draws = 0;

  constructor(
    readonly scenario: Scenario,
    readonly pace: Pace,
    readonly log: EventLog,
  ) {
    const { queue, messages } = this;
    this.links = new Links(queue, scenario.seed);
    this.network = new Network(queue, scenario.seed, () => undefined, {
      wayMs: (from, to) => this.links.wayMs(from, to),
      loses: (from, to) => this.links.loses(from, to),
      watch: (leg) => this.watch(leg, messages),
    });
  }

  get now(): number {
    return this.queue.now;
  }

  /** Number in [0, 1), from the seed, the time and who asks. */
  readonly random = (of: string): number =>
    hashToUnit(this.scenario.seed, this.queue.now, of.charCodeAt(of.length - 1), (this.draws += 1));

  /** Called when a promise of a client may go on, so that the run lets it. */
  readonly settled = (): void => void (this.isUnsettled = true);

  private watch({ sending, isResponse, sentAt, arrivesAt, isLost, answer }: Leg, messages: Messages): void {
    const { from, to, kind, request } = sending as PlayTransmission;
    const operation = operationOf(request.method, request.path);
    const times = { sentAt, arrivesAt };
    const response = answer as HttpResponse | undefined;
    let id: number;
    if (!isResponse) {
      const { headers, body } = request;
      const outcome = isLost ? ('lost' as const) : ('ok' as const);
      const text = { line: requestLine(request), headers, body };
      const decides = atReceiver[operation];
      id = messages.add({ from, to: to.name, kind, outcome, ...times, ...text, decides });
    } else {
      const { status = 0, headers = {}, body = '' } = response ?? {};
      const outcome = isLost ? ('lost' as const) : status >= 200 && status < 300 ? 'ok' : 'failed';
      const line = response ? statusLine(status) : 'connection refused';
      const text = { line, headers, body, decides: atSender[operation] };
      id = messages.add({ from: to.name, to: from, kind: 'response', outcome, ...times, ...text });
    }
    const what = isResponse ? (response?.status ?? 'connection refused') : requestLine(request);
    const way = isResponse ? `${to.name} -> ${from}` : `${from} -> ${to.name}`;
    const path = isResponse ? ` to ${request.method} ${request.path}` : '';
    this.log.add(levelOf(kind), `${way} ${what}${path}${isLost ? ', lost' : ''}`, id);
  }
}
