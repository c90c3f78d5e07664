/** One setting as somebody wrote it. */
export interface Property {
  /** Its name as written, nested ones joined by dots. */
  readonly key: string;
  readonly text: string;
  /** For people: `application.yml:12`, `--port`, `PORT`. */
  readonly where: string;
}
