/** One provider registers: after how long does a caller see it? */
export const oneInstanceRegisters = `
title en One instance registers
title zh 一个实例注册
text en A provider starts and sends one POST; the registry answers 204 and lists it at once.
text en The consumer sees it later: with Java's timings at its next fetch, and only once the response cache of the
text en registry is renewed, so up to 60 s later. With the change feed it takes some milliseconds.
text zh 提供者启动后只发一个 POST，注册中心返回 204，实例立即出现在列表里。
text zh 消费者要晚一些才看到：按 Java 的默认值，要等注册中心的响应缓存刷新，再等自己的下一次拉取，最多 60 秒；
text zh 有变更推送时只要几毫秒。
seed 1
end 130s
registry eureka-7001
provider payment-8001 CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-7001
29s start order-80
61s start payment-8001
`;
