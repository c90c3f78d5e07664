import type { Phrases } from '@eureka-nest/common-api/nest';

/** Summaries of the routes in Chinese, for the start page. */
export const routePhrases: Phrases = [
  [/^Stores a payment: posts it to a provider as JSON$/, '新增一条支付记录：以 JSON 提交给服务提供者'],
  [/^Fetches a payment, from each provider in turn$/, '查询支付记录，轮流调用各个服务提供者'],
  [/^The same, checking the status of the response$/, '同上，并检查响应的状态码'],
  [
    /^Returns the port of a provider that is picked by hand from.*$/,
    '手写的轮询：选出一个实例，返回它的端口',
  ],
  [/^Calls one provider by its address$/, '按地址调用一个服务提供者'],
];
