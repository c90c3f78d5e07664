import { runEurekaServer } from '@eureka-nest/server';

void runEurekaServer({ port: 7002, peers: ['http://localhost:7001/eureka/'] });
