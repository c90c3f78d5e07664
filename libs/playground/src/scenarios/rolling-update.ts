/** All providers are replaced, one after the other, while calls go on. */
export const rollingUpdate = `
title en A rolling update
title zh 滚动更新
text en Each provider is stopped in order, is away for 10 s, and starts again, while the consumer calls twice a second.
text en Each cancels its registration before it stops. With Java's caches the consumer still calls it for a while, and
text en those calls fail. With ours the consumer knows before the port closes, and no call fails.
text zh 提供者一个接一个地停下，10 秒后再启动，消费者每秒调用两次。每个提供者停止前都先注销。
text zh 按 Java 的缓存，消费者还会调用它一阵子，这些调用都失败；我们的消费者在端口关闭之前就知道了，没有一次调用失败。
seed 12
end 180s
registry eureka-7001
registry eureka-7002
provider payment-{8001..8003} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-{7001..7002}
1s start payment-{8001..8003}
31s start order-80
70s stop payment-8001
80s start payment-8001
90s stop payment-8002
100s start payment-8002
110s stop payment-8003
120s start payment-8003
65s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x160 every 500ms
`;
