/** A cut of 30 % of the heartbeats: that is what self-preservation is for. */
export const networkCut = `
title en A network cut of 30 %
title zh 30 % 的网络中断
text en Three of ten instances cannot reach the registry for ten minutes, yet they run and the consumer reaches them.
text en Less than 85 % of the expected heartbeats arrive, so the registry suspects its own network and evicts nothing.
text en All calls succeed, also those to the three. Once the cut is healed no instance has to register again.
text zh 十个实例里有三个十分钟连不上注册中心，但它们还在运行，消费者也能访问。心跳低于期望的 85 %，
text zh 注册中心怀疑是自己的网络出了问题，谁都不剔除。所有调用都成功，包括打到这三个实例上的。
text zh 网络恢复后，也没有实例需要重新注册。
seed 6
end 900s
registry eureka-7001
provider payment-{8001..8009} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-7001
1s start payment-{8001..8009}
31s start order-80
125s cut payment-{8007..8009} eureka-7001
600s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x9 every 1s
725s heal payment-{8007..8009} eureka-7001
`;
