import { newNodeId } from './node-identity.js';

describe('the id of a node', () => {
  it('differs from process to process', () => {
    expect(newNodeId()).not.toBe(newNodeId());
  });
});
