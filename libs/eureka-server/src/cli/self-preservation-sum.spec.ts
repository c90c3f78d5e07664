import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { selfPreservationSum } from './self-preservation-sum.js';

describe('the sum of self-preservation', () => {
  it.each([
    [1, 2, 3, 2, 0],
    [5, 6, 10, 10, 0],
    [7, 7, 11, 14, 1],
    [100, 100, 170, 200, 14],
  ])('for %d instances: %d expected, threshold %d, %d heartbeats, %d evictable', (instances, ...expected) => {
    const sum = selfPreservationSum(new EurekaServerOptions(), instances);
    expect([sum.expectedClients, sum.threshold, sum.renews, sum.evictable]).toEqual(expected);
  });
});
