/** Where the client tells what changes: Nest's Logger, or anything of its shape. */
export interface ClientLogger {
  debug(text: string): void;
  log(text: string): void;
  warn(text: string): void;
  error(text: string): void;
}
