export interface RawAnswer {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

const lastChunk = '0\r\n\r\n';

/** The answers in what came over a connection, in order; for bodies without `HTTP/1.1` in them. */
export const answersIn = (text: string): readonly RawAnswer[] =>
  text
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter(Boolean)
    .map((answer) => {
      const end = answer.indexOf('\r\n\r\n');
      const [head, body] = [answer.slice(0, end), answer.slice(end + 4)];
      return { status: Number(answer.slice(9, 12)), head, body: body === lastChunk ? '' : body };
    });
