import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { selfPreservationForecast } from './self-preservation-forecast.js';

describe('the forecast of self-preservation', () => {
  it.each([
    [1, 2, 3, 2, 0],
    [5, 6, 10, 10, 0],
    [6, 6, 10, 12, 0],
    [7, 7, 11, 14, 1],
    [100, 100, 170, 200, 14],
  ])('for %d instances: %d expected, threshold %d, %d heartbeats, %d evictable', (instances, ...expected) => {
    const sum = selfPreservationForecast(new EurekaServerOptions(), instances);
    expect([sum.expectedClients, sum.threshold, sum.renews, sum.evictable]).toEqual(expected);
  });
});
