/** Decides whether a key presses what has the focus, as it would press a button. */
export function activates(event: KeyboardEvent): boolean {
  if (event.key !== 'Enter' && event.key !== ' ') return false;
  event.preventDefault();
  return true;
}
