/** What needs a second look: half of a surrogate pair too, for most texts have none. */
const suspect = /[&<>"'\r]|[^\t\n\x20-\uD7FF\uE000-\uFFFD]/;
const special = /[&<>"'\r]|[^\t\n\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // Raw, it would be read as a line feed.
  '\r': '&#xd;',
};

const beyondXml = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/** XML 1.0 has no way to hold most control characters, halves of surrogate pairs, U+FFFE and U+FFFF. */
export const fitsXml = (text: string): boolean => !suspect.test(text) || !beyondXml.test(text);

/**
 * A text as it stands in an element.
 * QUIRK(PrettyPrintWriter): Java writes a control character as a reference, which no reader takes; here U+FFFD stands for it.
 */
export const escapeText = (text: string): string =>
  suspect.test(text) ? text.replace(special, (char) => escapes[char] ?? '\uFFFD') : text;

/** An element with a text; nothing where there is none. */
export const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escapeText(text)}</${name}>`;
