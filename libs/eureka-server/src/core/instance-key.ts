/**
 * Key of an instance in one string. The length of the application's name makes it unambiguous: no
 * choice of name and id yields the key of another instance.
 */
export function instanceKey(app: string, id: string): string {
  const name = app.toUpperCase();
  return `${name.length}:${name}${id}`;
}
