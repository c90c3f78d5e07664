export { itSpeaksEureka, type ConformanceOptions, type Deviations, type Runner } from './it-speaks-eureka.js';
export { sendRequest, type Reply, type RequestSpec } from './send-request.js';
