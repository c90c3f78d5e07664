import { runOrderConsumer } from '@eureka-nest/order-consumer';

void runOrderConsumer({ port: 80 });
