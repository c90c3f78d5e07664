import type { Candidate } from '../instance-source.js';
import { memoizeLast } from '../memoize-last.js';
import type { Strategy } from './strategy.js';

/**
 * Sends calls with the same key to the same instance; `otherwise` picks for calls without a key.
 *
 * Rendezvous hashing: each instance gets a score per key, and the highest score wins. An instance
 * that leaves gives up only its own keys; one that joins takes an equal share from every other. It
 * needs no ring, and no state beyond one number per instance.
 */
export function sticky(otherwise: Strategy): Strategy {
  const seedsOf = memoizeLast((list: readonly Candidate[]) => Uint32Array.from(list, seedOf));
  return (candidates, context) => {
    if (context.key === undefined) return otherwise(candidates, context);
    const key = hash(context.key);
    const seeds = seedsOf(candidates);
    let highest = -1;
    let winner: Candidate | undefined;
    for (let at = 0; at < seeds.length; at++) {
      const score = mix(key ^ seeds[at]!);
      if (score > highest) [highest, winner] = [score, candidates[at]];
    }
    return winner;
  };
}

/** Seed of the id, not of the address: an instance restarted elsewhere keeps its keys. */
const seedOf = ({ instanceId }: Candidate): number => mix(hash(instanceId) ^ 0x9e3779b9);

/** FNV-1a with 32 bits. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return mix(sum);
}

/** Finalizer of MurmurHash3: each input bit flips about half of the output bits. */
function mix(bits: number): number {
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
