/** A POST whose response was lost must not be sent again. */
export const retryMustNotHappen = `
title en A retry that must not happen
title zh 不能重试的调用
text en The POST reaches 8001 and creates the payment; its response is lost. The caller cannot know that, and a second
text en POST would create the payment twice: it is not repeated, and the error says that it may have arrived. A GET
text en may be repeated, so ours asks 8002. A refused connection was never sent, so then even the POST goes to 8002.
text zh POST 到了 8001，支付记录已经创建，只是响应丢了。调用方不知道这一点，再发一次就会创建两笔：所以不重试，
text zh 错误信息说明请求可能已经到达。GET 可以重复，我们会再问 8002。连接被拒绝说明请求根本没发出去，
text zh 这时连 POST 也可以换到 8002。
seed 10
end 130s
registry eureka-7001
provider payment-{8001..8002} CLOUD-PAYMENT-SERVICE
consumer order-80 CLOUD-ORDER-SERVICE
0s start eureka-7001
1s start payment-{8001..8002}
31s start order-80
62s cut payment-8001 order-80 one-way
63s call order-80 POST http://CLOUD-PAYMENT-SERVICE/payment/create
66s heal payment-8001 order-80 one-way
77s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x2 every 1s
84s cut payment-8002 order-80 one-way
85s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31
88s heal payment-8002 order-80 one-way
100s call order-80 GET http://CLOUD-PAYMENT-SERVICE/payment/get/31 x2 every 1s
110s kill payment-8001
110.05s call order-80 POST http://CLOUD-PAYMENT-SERVICE/payment/create x2 every 50ms
`;
