export { itSpeaksEureka, type ConformanceOptions, type Deviations, type Runner } from './it-speaks-eureka.js';
