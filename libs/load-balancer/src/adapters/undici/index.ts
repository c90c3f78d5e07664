export { balancing, type BalancingParts } from './balancing.js';
