import type { ListedRow, ReplicationResponse, ReplicationItem } from '@eureka-nest/protocol';
import type { PeerAnswers } from '../../src/peers/peer-request.js';
import { EPOCH } from './timing.js';
import type { AnyAnswers, AnyRequest } from './server-process.js';

type AnyAnswer = AnyAnswers[AnyRequest['kind']];

/** Whether more is said than what goes on for ever: renewals, probes, and that both list the same. */
export function isNews(request: AnyRequest, answer: AnyAnswer): boolean {
  switch (request.kind) {
    case 'batch':
      return (
        request.items.some(({ action }) => action !== 'Heartbeat') ||
        (answer as PeerAnswers['batch']).some(isRefusal)
      );
    case 'compare':
      return answer !== undefined;
    default:
      return true;
  }
}

const isRefusal = ({ statusCode }: ReplicationResponse) => statusCode !== 200;

export function wordsOfExchange(request: AnyRequest, answer: AnyAnswer): string {
  switch (request.kind) {
    case 'batch': {
      const answers = answer as PeerAnswers['batch'];
      return request.items
        .map((item, index) => `${wordsOfItem(item)}: ${answers[index]?.statusCode}`)
        .join('; ');
    }
    case 'compare':
      return 'compare: they differ';
    case 'detail': {
      const details = [...(answer as PeerAnswers['detail']).values()];
      const listed = details.flatMap((detail) => detail.listed.map(wordsOfRow));
      const left = details.flatMap((detail) =>
        detail.left.map(({ id, ageMs }) => `${id} left ${ageMs} ms ago`),
      );
      return `detail: ${[...listed, ...left].join('; ') || 'nobody'}`;
    }
    case 'fetch':
      return `fetch ${request.wanted.map(({ row }) => row.id).join(', ')}`;
    case 'everything':
      return `everything: ${(answer as AnyAnswers['everything']).map(({ instanceId }) => instanceId).join(', ') || 'nobody'}`;
  }
}

function wordsOfItem(item: ReplicationItem): string {
  const { action, id, status, lastDirtyTimestamp, overriddenStatus, instanceInfo, ageMs } = item;
  const words = [
    action,
    id,
    ...(action === 'Cancel' ? [] : [status]),
    ...(instanceInfo ? [`v${instanceInfo.metadata['v']}`] : []),
    ...(instanceInfo?.metadata['tag'] ? [`tag=${instanceInfo.metadata['tag']}`] : []),
    ...(lastDirtyTimestamp === undefined ? [] : [`of ${lastDirtyTimestamp - EPOCH}`]),
    ...forcedWords(overriddenStatus ?? instanceInfo?.overriddenStatus),
    ...(ageMs === undefined ? [] : [`${ageMs} ms ago`]),
  ];
  return words.join(' ');
}

function wordsOfRow(row: ListedRow): string {
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
    ...forcedWords(overriddenStatus),
  ];
  return `${what.join(' ')} (ages: ${ages.join(', ')})`;
}

const forcedWords = (status: string | undefined) =>
  status === undefined || status === 'UNKNOWN' ? [] : [`forced ${status}`];
