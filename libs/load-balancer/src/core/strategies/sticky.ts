import type { Candidate } from '../instance-source.js';
import { kept } from '../memoize-last.js';
import type { Strategy } from './strategy.js';

/**
 * The same key goes to the same instance as long as that is there; a call without a key goes where `otherwise` says.
 *
 * Rendezvous hashing: each instance draws a number for each key, and the highest has it. One that goes gives up its own keys
 * and no others; one that comes takes its share from all alike. No ring, and nothing to keep but a number for each instance.
 */
export function sticky(otherwise: Strategy): Strategy {
  const seedsOf = kept((list: readonly Candidate[]) => Uint32Array.from(list, seedOf));
  return (candidates, about) => {
    if (about.key === undefined) return otherwise(candidates, about);
    const key = hash(about.key);
    const seeds = seedsOf(candidates);
    let highest = -1;
    let winner: Candidate | undefined;
    for (let at = 0; at < seeds.length; at++) {
      const drawn = mix(key ^ seeds[at]!);
      if (drawn > highest) [highest, winner] = [drawn, candidates[at]];
    }
    return winner;
  };
}

/** Of the id and not of the address: an instance that is started anew elsewhere keeps its keys. */
const seedOf = ({ instanceId }: Candidate): number => mix(hash(instanceId) ^ 0x9e3779b9);

/** FNV-1a, of 32 bits. */
function hash(text: string): number {
  let sum = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) sum = Math.imul(sum ^ text.charCodeAt(at), 0x01000193);
  return mix(sum);
}

/** The finaliser of MurmurHash3: each bit of what comes in turns half of those that go out. */
function mix(bits: number): number {
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
