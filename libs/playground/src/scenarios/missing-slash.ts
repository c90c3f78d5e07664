/** The slash between the name of the service and the path is missing. */
export const missingSlash = `
title en The missing /
title zh 少了一个 /
text en PAYMENT_URL + "payment/get/31" without the slash makes another service of the name, and no
text en provider registers as CLOUD-PAYMENT-SERVICEpayment. The error lists the services that there are, so that the mistake is easy to see.
text zh PAYMENT_URL + "payment/get/31" 少了斜杠，服务名就变成了 CLOUD-PAYMENT-SERVICEpayment，没有谁用这个名字注册。
text zh 错误信息会列出现有的服务名，一看就知道错在哪里。
seed 7
end 90s
registry eureka-7001
provider payment-8001 CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-7001
1s start payment-8001
31s start order-80
62s call order-80 GET http://CLOUD-PAYMENT-SERVICEpayment/get/31
64s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31
`;
