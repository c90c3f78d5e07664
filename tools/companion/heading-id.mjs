/**
 * Id of a heading as GitHub makes it, so that a link to a heading is the same there and in the
 * site. Equal ids of a page are numbered by the caller.
 *
 * @param {string} heading
 */
export const headingId = (heading) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
