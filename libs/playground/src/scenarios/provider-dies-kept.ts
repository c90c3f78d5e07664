/** A provider dies, and self-preservation keeps it listed. */
export const providerDiesKept = `
title en A provider dies, and self-preservation keeps it
title zh 提供者挂了，自我保护把它留在列表里
text en In the course's cluster one of four instances is killed. Its lease expires after 180 s, twice the 90 s that it
text en states, but the registry still lists it: with so few instances one that dies already brings the heartbeats
text en below 85 %, and nothing is evicted. Every third call fails. With ours the registry sees the broken connection,
text en probes the port twice, and removes the instance in less than a second.
text zh 课程的集群有四个实例，杀掉其中一个。它声明的租约是 90 秒，实际 180 秒才过期，但列表里一直有它：
text zh 实例这么少，死一个，心跳就跌破 85 % 的阈值，注册中心进入自我保护，谁都不剔除。每三次调用就有一次失败。
text zh 我们的注册中心发现连接断开，探测两次端口，不到一秒就把它移除。
seed 4
end 420s
registry eureka-7001
registry eureka-7002
provider payment-{8001..8003} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-{7001..7002}
1s start payment-{8001..8003}
31s start order-80
100s kill payment-8003
101s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x9 every 1s
400s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x9 every 1s
`;
