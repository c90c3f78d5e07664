import axios, { type CreateAxiosDefaults } from 'axios';
import { balanceAxios } from '../../../src/adapters/axios/axios-interceptor.js';
import { bodyOf, service, ThreeProviders } from './three-providers.js';

describe('axios over its fetch adapter', () => {
  const stage = new ThreeProviders();
  const balanced = (config: CreateAxiosDefaults = {}) => {
    const instance = axios.create({ adapter: ['fetch'], ...config });
    balanceAxios(instance, stage.balanced.balancer);
    return instance;
  };

  it('calls the fetch of its env', async () => {
    let calls = 0;
    const own: typeof fetch = (...args) => {
      calls++;
      return fetch(...args);
    };
    expect(await bodyOf(balanced({ env: { fetch: own } }).get(`${service}/x`))).toBe('payment8001');
    expect(calls).toBe(1);
  });
});
