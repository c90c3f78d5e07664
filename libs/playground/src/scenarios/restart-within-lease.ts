/** A provider restarts before its lease expires. */
export const restartWithinLease = `
title en A restart within the lease
title zh 在租约期内重启
text en A killed provider is back after 20 s. With Java's timings no registry noticed anything: its registration just
text en replaces the old one, and calls in between fail. With ours it was removed and added again, and the calls in
text en between went to the other provider.
text zh 提供者被杀，20 秒后重新启动。按 Java 的默认值，注册中心什么都没发现：新的注册直接替换旧的，这期间的调用会失败。
text zh 我们的注册中心先移除、再加入，这期间的调用都去了另一个提供者。
seed 11
end 150s
registry eureka-7001
provider payment-{8001..8002} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-7001
1s start payment-{8001..8002}
31s start order-80
70s kill payment-8002
72s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x8 every 2s
90s start payment-8002
92s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x4 every 2s
`;
