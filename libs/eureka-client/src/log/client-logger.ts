/** Logger of the client: Nest's Logger, or any object of its shape. */
export interface ClientLogger {
  debug(text: string): void;
  log(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}
