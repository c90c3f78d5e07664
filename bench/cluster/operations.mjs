import { refuseWrongResponses } from '../registry/validity.mjs';
import { saturate } from '../registry/load.mjs';
import { register } from '../registry/requests.mjs';
import { asPeer } from './requests.mjs';

export const connections = 32;

/**
 * Registers instances at both nodes as if the peer had replicated them, so that neither replicates.
 */
export async function populate(pair, from, to) {
  for (const node of pair.nodes) {
    const tally = await saturate({
      port: node.port,
      next: (n) => asPeer(register(node.port, from + n)),
      expected: 204,
      most: to - from,
      connections,
      durationMs: 120_000,
    });
    refuseWrongResponses(`${node.kind}: registering`, tally);
  }
}
