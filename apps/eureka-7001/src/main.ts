import { runEurekaServer } from '@eureka-nest/server/nest';

void runEurekaServer({ port: 7001, peers: ['http://localhost:7002/eureka/'] });
