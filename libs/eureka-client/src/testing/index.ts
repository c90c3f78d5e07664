export { EurekaClientDouble, type ListedInstance } from './eureka-client-double.js';
