import type { Phrases } from '@eureka-nest/common-api/nest';

/** Summaries of the GET routes in Chinese, for the start page. */
export const routePhrases: Phrases = [
  [
    /^Finds a payment; "not found" is code 444 under HTTP 200$/,
    '查询支付记录；查不到时 HTTP 200，code 为 444',
  ],
  [/^Returns the port of this provider as plain text$/, '以纯文本返回本服务的端口'],
  [
    /^Returns the services this provider knows.*$/,
    '返回本服务已知的服务，格式与 Java 的 DiscoveryClient 相同',
  ],
  [/^Returns the port after three seconds.*$/, '三秒后才返回端口，调用方可能等不及'],
  [/^Returns a greeting, for tracing.*$/, '返回一句问候，用于跟踪服务之间的调用'],
];
