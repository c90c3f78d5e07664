/** Who tells us: the instance itself, or another registry that passes on what it was told. */
export type Origin = 'client' | 'peer';

/**
 * `register-again`: they know something newer, or we know nothing. `ours-is-newer`: a peer is behind and gets
 * our copy.
 */
export type HeartbeatVerdict = 'accepted' | 'register-again' | 'ours-is-newer';

/** Each side stamps its copy when it changes (lastDirtyTimestamp); the stamps tell who is behind. */
export function judgeHeartbeat(ours: number, theirs: number | undefined, from: Origin): HeartbeatVerdict {
  if (theirs === undefined || theirs === ours) return 'accepted';
  if (theirs > ours) return 'register-again';
  // QUIRK(InstanceResource.validateDirtyTimestamp): a client that is behind is told nothing; only a peer can
  // take our copy over.
  return from === 'peer' ? 'ours-is-newer' : 'accepted';
}
