export interface ReplicaView {
  readonly name: string;
  readonly page: string;
  readonly state: string;
}

/** The peer's own page, for its base URL shows nothing to a browser; without user and password. */
export function replicaView(url: string, state: string): ReplicaView {
  const page = new URL(url);
  const name = page.host;
  page.pathname = page.pathname.replace(/eureka(\/v2)?\/?$/, '');
  page.username = '';
  page.password = '';
  return { name, page: page.href, state };
}
