export { EurekaClientModule } from './eureka-client.module.js';
