const plainName = /^[A-Za-z][-A-Za-z0-9.]*$/;

/**
 * Characters that may start a name in every edition of XML 1.0. Readers differ in the others, and
 * one that stops at such a name loses the whole registry.
 */
const nameStart =
  /[A-Za-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u0131\u038E-\u03A1\u03A3-\u03CE\u040E-\u044F\u3041-\u3094\u30A1-\u30FA\u4E00-\u9FA5\uAC00-\uD7A3]/;
const nameInner = /[-.0-9]/;

/**
 * Encodes a metadata key as the name of an element, without a colon: a reader that knows namespaces
 * stops at a prefix that is bound to none. Java: XmlFriendlyNameCoder.encodeName, which escapes
 * fewer foreign letters and no colons; both decode to the same key.
 */
export function escapeName(key: string): string {
  // Some readers take this name for a declaration of a namespace.
  if (key === 'xmlns') return '_.0078mlns';
  if (plainName.test(key)) return key;
  let name = '';
  for (let i = 0; i < key.length; i++) {
    const char = key.charAt(i);
    if (char === '_') name += '__';
    else if (char === '$') name += '_-';
    else if (nameStart.test(char) || (i > 0 && nameInner.test(char))) name += char;
    else name += `_.${key.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }
  return name;
}

/** Decodes an element's name to a metadata key. Java: XmlFriendlyNameCoder.decodeName */
export const unescapeName = (name: string): string =>
  name.includes('_')
    ? name.replace(/__|_-|_\.([0-9A-Fa-f]{4})/g, (escape, hex?: string) =>
        hex !== undefined ? String.fromCharCode(parseInt(hex, 16)) : escape === '__' ? '_' : '$',
      )
    : name;
