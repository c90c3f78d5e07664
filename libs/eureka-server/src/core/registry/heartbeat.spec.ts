import { judgeHeartbeat } from './precedence.js';

describe('a heartbeat', () => {
  it.each([
    { theirs: 'nothing', stamp: undefined, client: 'accepted', peer: 'accepted' },
    { theirs: 'the same', stamp: 100, client: 'accepted', peer: 'accepted' },
    { theirs: 'a newer stamp', stamp: 101, client: 'register-again', peer: 'register-again' },
    { theirs: 'an older stamp', stamp: 99, client: 'accepted', peer: 'ours-is-newer' },
  ])('with $theirs is $client from a client and $peer from a peer', ({ stamp, client, peer }) => {
    expect(judgeHeartbeat(100, stamp, 'client')).toBe(client);
    expect(judgeHeartbeat(100, stamp, 'peer')).toBe(peer);
  });
});
