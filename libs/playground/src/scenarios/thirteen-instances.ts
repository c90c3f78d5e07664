/** Thirteen instances are enough that one that dies is evicted. */
export const thirteenInstances = `
title en 13 instances, and one dies
title zh 13 个实例，死一个
text en With 12 providers and a consumer one that dies leaves enough heartbeats, so its lease ends as it should: with
text en Java's timings it is evicted about 180 to 240 s after its last heartbeat, and the consumer drops it up to
text en 95 s after that: 30 s of response cache, 30 s of polling, 35 s of the balancer's list.
text zh 12 个提供者加一个消费者，死一个之后心跳数仍然够，租约能正常到期：按 Java 的默认值，最后一次心跳后
text zh 大约 180 到 240 秒被剔除；之后消费者最多还要 95 秒才不再调用它：响应缓存 30 秒，拉取间隔 30 秒，负载均衡列表 35 秒。
seed 5
end 480s
registry eureka-7001
provider payment-{8001..8012} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
1s start eureka-7001
2s start payment-{8001..8012}
29s start order-80
100s kill payment-8012
101s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x180 every 2s
`;
