/**
 * True if a `Connection` header asks to close the connection.
 *
 * Servers send it while they stop (fastify), but also with every error (Tomcat, Micronaut), and
 * with every response if the caller did not ask to keep the connection.
 */
export const asksToClose = (connection: string | readonly string[] | null | undefined): boolean =>
  connection !== undefined && connection !== null && closeToken.test(String(connection));

const closeToken = /(^|,)\s*close\s*(,|$)/i;
