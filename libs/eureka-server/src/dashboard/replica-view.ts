import type { PeerState } from '../peers/peer-state.js';

export interface ReplicaView {
  readonly name: string;
  readonly page: string;
  readonly state: PeerState;
}

/** Link to a peer's own dashboard, without a login; its base URL has no page. */
export function replicaView(url: string, state: PeerState): ReplicaView {
  const page = new URL(url);
  const name = page.host;
  page.pathname = page.pathname.replace(/eureka(\/v2)?\/?$/, '');
  page.username = '';
  page.password = '';
  return { name, page: page.href, state };
}
