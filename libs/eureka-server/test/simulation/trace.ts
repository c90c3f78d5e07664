import type { ListedRow, ReplicationResponse, ReplicationItem } from '@eureka-nest/protocol';
import type { PeerResponses } from '../../src/peers/peer-request.js';
import { EPOCH } from './timing.js';
import type { AnyResponses, AnyRequest } from '../../src/simulation/server-process.js';

type AnyAnswer = AnyResponses[AnyRequest['kind']];

/** False for traffic that never ends: accepted heartbeats, probes, and equal digests. */
export function isNews(request: AnyRequest, answer: AnyAnswer): boolean {
  switch (request.kind) {
    case 'batch':
      return (
        request.items.some(({ action }) => action !== 'Heartbeat') ||
        (answer as PeerResponses['batch']).some(isRefusal)
      );
    case 'compare':
      return answer !== undefined;
    default:
      return true;
  }
}

const isRefusal = ({ statusCode }: ReplicationResponse) => statusCode !== 200;

export function exchangeText(request: AnyRequest, answer: AnyAnswer): string {
  switch (request.kind) {
    case 'batch': {
      const answers = answer as PeerResponses['batch'];
      return request.items
        .map((item, index) => `${itemText(item)}: ${answers[index]?.statusCode}`)
        .join('; ');
    }
    case 'compare':
      return 'compare: they differ';
    case 'detail': {
      const details = [...(answer as PeerResponses['detail']).values()];
      const listed = details.flatMap((detail) => detail.listed.map(listedRowText));
      const left = details.flatMap((detail) =>
        detail.left.map(({ id, ageMs }) => `${id} left ${ageMs} ms ago`),
      );
      return `detail: ${[...listed, ...left].join('; ') || 'none'}`;
    }
    case 'fetch':
      return `fetch ${request.wanted.map(({ row }) => row.id).join(', ')}`;
    case 'full-fetch':
      return `full fetch: ${(answer as AnyResponses['full-fetch']).map(({ instanceId }) => instanceId).join(', ') || 'none'}`;
  }
}

function itemText(item: ReplicationItem): string {
  const { action, id, status, lastDirtyTimestamp, overriddenStatus, instanceInfo, ageMs } = item;
  const words = [
    action,
    id,
    ...(action === 'Cancel' ? [] : [status]),
    ...(instanceInfo ? [`v${instanceInfo.metadata['v']}`] : []),
    ...(instanceInfo?.metadata['tag'] ? [`tag=${instanceInfo.metadata['tag']}`] : []),
    ...(lastDirtyTimestamp === undefined ? [] : [`of ${lastDirtyTimestamp - EPOCH}`]),
    ...overrideText(overriddenStatus ?? instanceInfo?.overriddenStatus),
    ...(ageMs === undefined ? [] : [`${ageMs} ms ago`]),
  ];
  return words.join(' ');
}

function listedRowText(row: ListedRow): string {
  const { id, status, lastDirtyTimestamp, overriddenStatus, fingerprint } = row;
  const ages = [
    `content ${row.contentAgeMs}`,
    `status ${row.statusAgeMs}`,
    `alive ${row.aliveAgeMs}`,
    ...(row.overrideAgeMs === undefined ? [] : [`override ${row.overrideAgeMs}`]),
  ];
  const what = [
    id,
    status,
    `of ${lastDirtyTimestamp - EPOCH}`,
    fingerprint.slice(0, 4),
    ...overrideText(overriddenStatus),
  ];
  return `${what.join(' ')} (ages: ${ages.join(', ')})`;
}

const overrideText = (status: string | undefined) =>
  status === undefined || status === 'UNKNOWN' ? [] : [`forced ${status}`];
