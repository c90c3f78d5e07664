export { LoadBalancerTestingModule } from './load-balancer-testing.module.js';
export { aCandidate, MovingSource } from './moving-source.js';
export {
  answer,
  serviceClientDouble,
  type Answer,
  type Answered,
  type AskedCall,
  type ServiceClientDouble,
} from './service-client-double.js';
