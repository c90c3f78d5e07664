export {
  balancedFetch,
  type BalancedFetch,
  type BalancedFetchInit,
  type BalancedFetchParts,
} from './balanced-fetch.js';
