/** Log of one part of the server. */
export interface ServerLogger {
  debug(text: string): void;
  log(text: string): void;
  warn(text: string): void;
  error(text: string, stack?: string): void;
  /**
   * False while debug lines are dropped: composing one per heartbeat costs more than the heartbeat.
   * Left out, they are always written.
   */
  isDebugEnabled?(): boolean;
}

/** Makes the logger of one part of the server, named by `context`: `Registry`, `Peers`, … */
export type LoggerFactory = (context: string) => ServerLogger;
