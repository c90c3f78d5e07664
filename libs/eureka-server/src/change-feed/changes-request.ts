import { type Detail, type Position, readPosition } from '@eureka-nest/protocol';
import { detailOf, type EurekaRequest, parameterOf } from '../http/request-context.js';

/** What somebody who wants to follow the changes asks for. */
export interface ChangesRequest {
  readonly detail: Detail;
  /** Where it was before. */
  readonly since?: Position;
  /** Whose connection this is. */
  readonly instance?: { readonly app: string; readonly id: string };
}

/** Says in words what cannot be understood, and by which name it was given. */
export function changesRequestIn(request: EurekaRequest): ChangesRequest | string {
  const accept = parameterOf(request, 'accept');
  if (accept !== undefined && accept !== 'compact' && accept !== 'full')
    return 'accept must be full or compact';

  // A browser that comes back says both, and the header is newer.
  const header = request.headers['last-event-id'];
  const [name, text] = header ? ['Last-Event-ID', String(header)] : ['since', parameterOf(request, 'since')];
  const since = text === undefined ? undefined : readPosition(text);
  if (text !== undefined && !since) return `${name} must be the id of an event of these`;

  const named = parameterOf(request, 'instance');
  const [, app, id] = /^([^/]+)\/(.+)$/s.exec(named ?? '') ?? [];
  if (named !== undefined && (app === undefined || id === undefined)) {
    return 'instance must be an application and an instance id, as in SHOP/web-1';
  }
  return {
    detail: accept ?? detailOf(request),
    ...(since && { since }),
    ...(app !== undefined && id !== undefined && { instance: { app, id } }),
  };
}
