/** One setting as it was written. */
export interface Property {
  /** Name as written, with the parts of nested names joined by dots. */
  readonly key: string;
  readonly text: string;
  /** Origin, for error messages: `application.yml:12`, `--port`, `PORT`. */
  readonly where: string;
}

/** Splits a text such as `a, b`. */
export const splitList = (text: string): readonly string[] =>
  text.split(',').map((part) => part.trim()).filter(Boolean); // prettier-ignore
