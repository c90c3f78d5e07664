export { OrderConsumerModule, type OrderConsumerParts } from './order-consumer.module.js';
export { OrderConsumerOptions } from './order-consumer.options.js';
export { orderConsumer, type OrderConsumerGiven, runOrderConsumer } from './run-order-consumer.js';
