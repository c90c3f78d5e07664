/** Host and port as in a URL: an IPv6 address gets its brackets, unless it has them already. */
export const authorityOf = (host: string, port: number): string =>
  `${host.includes(':') && !host.startsWith('[') ? `[${host}]` : host}:${port}`;
