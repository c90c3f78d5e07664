/**
 * Shortens a text from elsewhere for a log line or an error: on one line, without control
 * characters, which could forge lines or steer a terminal.
 */
export function excerpt(text: string, limit = 100): string {
  // Text that is cut off anyway is not cleaned: there may be megabytes of it.
  const start = text.slice(0, 10 * limit);
  const line = start.replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ').trim();
  return line.length > limit || start.length < text.length ? `${line.slice(0, limit)}…` : line;
}
