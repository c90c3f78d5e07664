/** One text for the name of an instance; the length keeps apart what two names share. */
export function instanceKey(app: string, id: string): string {
  const name = app.toUpperCase();
  return `${name.length}:${name}${id}`;
}
