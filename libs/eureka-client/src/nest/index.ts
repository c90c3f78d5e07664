export {
  EurekaClientModule,
  type EurekaClientModuleAsyncOptions,
  type EurekaClientModuleOptions,
  type EurekaClientOptionsFactory,
} from './eureka-client.module.js';
export { type HealthChecks, terminusHealth } from './terminus-health.js';
