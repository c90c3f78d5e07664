/** Calls by the name of the service go to each provider in turn. */
export const rotation = `
title en Rotation
title zh 轮询
text en Six calls by name go to 8001, 8002, 8003 and again, one after the other. A fourth provider joins; it gets its
text en turn as soon as the consumer's list has it: within milliseconds with the feed, up to 95 s later with Java.
text zh 按服务名调用六次，依次落到 8001、8002、8003，再来一轮。这时第四个提供者加入；消费者的列表里一有它，
text zh 就轮到它了：有变更推送时几毫秒，Java 最多 95 秒。
seed 9
end 240s
registry eureka-7001
provider payment-{8001..8004} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-7001
1s start payment-{8001..8003}
31s start order-80
62s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x6 every 1s
70s start payment-8004
72s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x8 every 1s
170s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x8 every 1s
`;
