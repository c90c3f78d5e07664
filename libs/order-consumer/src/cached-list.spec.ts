import { MutableSource, aCandidate } from '@eureka-nest/load-balancer/testing/source';
import { CachedList } from './cached-list.js';

describe('the cached list of instances', () => {
  it('stays the same until its time is over, and is never empty', () => {
    let now = 0;
    const source = new MutableSource();
    const cached = new CachedList(source, 35_000, () => now);
    const ports = () => cached.instances('pay').map(({ port }) => port);
    expect(ports()).toEqual([]);
    source.set('pay', [aCandidate(8001)]);
    expect(ports()).toEqual([8001]);
    source.set('pay', [aCandidate(8002)]);
    now = 34_999;
    expect(ports()).toEqual([8001]);
    now = 35_000;
    expect(ports()).toEqual([8002]);
    expect(cached.services()).toEqual(['pay']);
  });
});
