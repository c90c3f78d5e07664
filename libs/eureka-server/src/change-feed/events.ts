/** Texts of a stream of server-sent events (HTML, section 9.2). */

/** @param id what a reader that comes back names as its last */
export const eventBytes = (name: string, data: string, id?: string): Buffer =>
  Buffer.from(`event: ${name}\n${id === undefined ? '' : `id: ${id}\n`}data: ${data}\n\n`);

/** Says nothing, but that the connection is alive. */
export const keepAlive = Buffer.from(':\n\n');
