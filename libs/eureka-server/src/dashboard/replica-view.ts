import type { PeerState } from '../peers/peer-state.js';

export interface ReplicaView {
  readonly name: string;
  readonly page: string;
  readonly state: PeerState;
}

/** The peer's own page, for its base URL shows nothing to a browser; without user and password. */
export function replicaView(url: string, state: PeerState): ReplicaView {
  const page = new URL(url);
  const name = page.host;
  page.pathname = page.pathname.replace(/eureka(\/v2)?\/?$/, '');
  page.username = '';
  page.password = '';
  return { name, page: page.href, state };
}
