export { balanceAxios } from './axios-interceptor.js';
export { balancedAdapter, type BalancedAdapterParts } from './balanced-adapter.js';
export { createBalancedAxios, type BalancedAxios, type BalancedAxiosParts } from './create-axios.js';
export { ServiceClient, type ServiceCallOptions } from './service-client.js';
