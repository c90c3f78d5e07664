/** The first registry dies: clients turn to the other, and calls go on. */
export const registryDies = `
title en 7001 dies
title zh 7001 挂了
text en Calls go on, because consumers have their own copy of the registry. At its next heartbeat each client finds
text en 7001 refusing and turns to 7002, which lists all of them already. With ours it sees the broken feed at
text en once. 7001 comes back empty and copies the list.
text zh 调用不受影响，因为消费者本地缓存了一份注册表。下一次心跳时，客户端发现 7001 拒绝连接，就转向 7002，
text zh 而 7002 早已有全部实例；我们的客户端一发现推送连接断开，就立刻转向。7001 重启时是空的，会从 7002 复制一份。
seed 3
end 180s
registry eureka-7001
registry eureka-7002
provider payment-{8001..8002} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-{7001..7002}
2s start payment-{8001..8002}
35s start order-80
60s kill eureka-7001
61s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x8 every 5s
130s start eureka-7001
`;
