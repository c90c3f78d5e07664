const login = /^([a-z][a-z0-9+.-]*:\/\/)?(.*)@/is;

const unencoded = /[:/].*[#/?,@\\\s]|%(?![0-9a-f]{2})/is;

/**
 * Hides the logins in a value that is going to be printed. The value may be a malformed URL, or
 * several, so everything before the last `@` of a text counts as a login.
 */
export function maskLogins(value: unknown): unknown {
  if (typeof value === 'string') return maskLogin(value);
  if (Array.isArray(value)) return value.map(maskLogins);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, maskLogins(part)]));
}

export const maskLogin = (text: string): string => text.replace(login, '$1***@');

/** True if a login has characters that end it early, so that the text is no URL or another one. */
export function hasUnencodedLogin(value: unknown): boolean {
  if (typeof value === 'string') return unencoded.test(login.exec(value)?.[2] ?? '');
  return typeof value === 'object' && value !== null && Object.values(value).some(hasUnencodedLogin);
}
