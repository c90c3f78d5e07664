/** The second registry learns of an instance from the first. */
export const secondRegistryLearns = `
title en The second registry learns it
title zh 第二个注册中心也知道了
text en A provider registers at 7001 alone. 7001 passes the registration on to 7002 in a batch, after 500 ms with
text en Java's timings, after 10 ms with ours. 7002 does not pass it on again: what came from a peer ends there.
text zh 提供者只向 7001 注册。7001 用批量请求把注册信息复制给 7002：Java 要攒 500 毫秒，我们只攒 10 毫秒。
text zh 7002 不会继续复制：从其他注册中心收到的变更到此为止，否则会无限循环。
seed 2
end 60s
registry eureka-7001
registry eureka-7002
provider payment-8001 CLOUD-PAYMENT-SERVICE
0s start eureka-{7001..7002}
10s start payment-8001
`;
