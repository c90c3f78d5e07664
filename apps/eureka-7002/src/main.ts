import { runEurekaServer } from '@eureka-nest/server/nest';

void runEurekaServer({ port: 7002, peers: ['http://localhost:7001/eureka/'] });
