/** Action that a key does to the time; undefined if the key belongs to what has the focus. */
export function shortcutOf(event: KeyboardEvent): 'toggle' | 'back' | 'step' | undefined {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  const target = event.target as Element;
  if (target.closest('input, select, textarea, dialog')) return undefined;
  if (event.key === 'ArrowLeft') return 'back';
  if (event.key === 'ArrowRight') return 'step';
  if (event.key === ' ' && !target.closest('button, [role="button"], a, summary')) return 'toggle';
  return undefined;
}
