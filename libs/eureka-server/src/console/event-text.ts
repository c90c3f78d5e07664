import type { ConsoleEvents } from '@eureka-nest/protocol/console';

/** One server-sent event. JSON has no raw line breaks, so its text is one line of data. */
export const encodeEvent = <K extends keyof ConsoleEvents>(event: K, data: ConsoleEvents[K]): Buffer =>
  Buffer.from(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
