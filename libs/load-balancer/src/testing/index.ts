export { LoadBalancerTestingModule } from './load-balancer-testing.module.js';
export { aCandidate, MutableSource } from './mutable-source.js';
export {
  respondWith,
  serviceClientDouble,
  type RecordedCall,
  type ServiceClientDouble,
  type Stub,
  type StubResponse,
} from './service-client-double.js';
