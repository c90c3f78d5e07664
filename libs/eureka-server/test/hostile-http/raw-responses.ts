/** A response as it was read from a socket. */
export interface RawResponse {
  readonly status: number;
  readonly head: string;
  readonly body: string;
}

const lastChunk = '0\r\n\r\n';

/** Splits the bytes of a connection into responses. Bodies must not contain `HTTP/1.1`. */
export const parseResponses = (text: string): readonly RawResponse[] =>
  text
    .split(/(?=HTTP\/1\.1 \d{3} )/)
    .filter(Boolean)
    .map((response) => {
      const end = response.indexOf('\r\n\r\n');
      const [head, body] = [response.slice(0, end), response.slice(end + 4)];
      return { status: Number(response.slice(9, 12)), head, body: body === lastChunk ? '' : body };
    });
