/** Cheap first test: also matches surrogate pairs, which few texts contain. */
const mayNeedEscape = /[&<>"'\r]|[^\t\n\x20-\uD7FF\uE000-\uFFFD]/;
const needsEscape = /[&<>"'\r]|[^\t\n\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
  // A raw carriage return would be read as a line feed.
  '\r': '&#xd;',
};

const outsideXml = /[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;

/**
 * False if XML 1.0 cannot represent the text: most control characters, unpaired surrogates, U+FFFE
 * and U+FFFF.
 */
export const fitsXml = (text: string): boolean => !mayNeedEscape.test(text) || !outsideXml.test(text);

/**
 * Escapes a text for use in an element.
 * QUIRK(PrettyPrintWriter): Java writes a control character as a reference, which no reader
 * accepts; U+FFFD replaces it here.
 */
export const escapeText = (text: string): string =>
  mayNeedEscape.test(text) ? text.replace(needsEscape, (char) => escapes[char] ?? '\uFFFD') : text;

/** Writes an element with a text; an empty string if the text is undefined. */
export const element = (name: string, text: string | undefined): string =>
  text === undefined ? '' : `<${name}>${escapeText(text)}</${name}>`;
