/** Consumer without a balancer: it calls one address, whatever happens there. */
export const noBalancer = `
title en No balancer
title zh 没有负载均衡
text en The consumer calls http://localhost:8001, as in the first chapters. The second provider gets no call, and once
text en 8001 is stopped every call fails, although 8002 runs and is listed. By the name of the service all succeed.
text zh 消费者写死 http://localhost:8001，和课程前几章一样。第二个提供者一次都没被调用；8001 停掉之后，
text zh 8002 还在运行也在列表里，调用却全部失败。改用服务名调用，就都成功。
seed 8
end 220s
registry eureka-7001
provider payment-{8001..8002} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-7001
1s start payment-{8001..8002}
31s start order-80
62s call order-80 GET http://localhost:8001/payment/get/31 x4 every 1s
70s stop payment-8001
71s call order-80 GET http://localhost:8001/payment/get/31 x4 every 1s
170s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x4 every 1s
`;
