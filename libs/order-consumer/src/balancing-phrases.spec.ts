import { inLanguage } from '@eureka-nest/common-api/nest';
import {
  AllInstancesFailedError,
  type Candidate,
  fixedList,
  MaybeSentError,
  NoInstanceError,
  UnknownHostError,
} from '@eureka-nest/load-balancer';
import { createBalancedAxios } from '@eureka-nest/load-balancer/axios';
import { balancingPhrases } from './balancing-phrases.js';

const service = 'CLOUD-PAYMENT-SERVICE';
const known = ['cloud-payment-service', 'cloud-order-service'];
const candidate = { instanceId: 'payment8001', host: 'localhost', port: 8001 } as Candidate;
const refused = new Error('connect ECONNREFUSED localhost:8001');
const filteredOut = [
  { why: 'status DOWN', count: 2 },
  { why: 'by a filter', count: 1 },
];
const failed = (explanation?: string) =>
  new AllInstancesFailedError(service, [{ candidate, error: refused }], explanation);

describe('an error of the balancer in Chinese', () => {
  const list = '已知的服务有 CLOUD-PAYMENT-SERVICE, CLOUD-ORDER-SERVICE';
  const tried =
    'CLOUD-PAYMENT-SERVICE 没有实例响应，已尝试 payment8001 (connect ECONNREFUSED localhost:8001)';

  it.each([
    [new NoInstanceError(service, []), '还不知道任何服务：注册中心在运行吗？服务列表拉取到了吗？'],
    [new NoInstanceError(service, known), `${list}，但它没有状态为 UP 的实例：服务提供者在运行吗？`],
    [
      new NoInstanceError(service, known, { ageMs: 91_000 }),
      `${list}，但它没有状态为 UP 的实例：服务提供者在运行吗？ (列表是 91 秒前的：注册中心有响应吗？)`,
    ],
    [
      new NoInstanceError(service, known, { filteredOut, ageMs: 3_000 }),
      `${list}，但它的实例都被过滤掉了：请检查实例状态和负载均衡的过滤器 ` +
        '(过滤掉 2 个：status DOWN; 过滤掉 1 个：by a filter; 列表是 3 秒前的)',
    ],
    [
      new NoInstanceError(service, [], { filteredOut: filteredOut.slice(1) }),
      '它已注册，但实例都被过滤掉了：请检查实例状态和负载均衡的过滤器 (过滤掉 1 个：by a filter)',
    ],
  ])('no instance %#', (error, expected) => {
    expect(inLanguage('zh', error.message, balancingPhrases)).toBe(
      `${service} 没有可用的实例（No instances available）：${expected}`,
    );
  });

  it.each([
    [
      new NoInstanceError('PAYMENT', ['other-service']),
      'PAYMENT 没有可用的实例（No instances available）：已知的服务有 OTHER-SERVICE：' +
        '服务名拼写正确吗？有服务提供者用这个名字注册吗？',
    ],
    [
      new NoInstanceError(`${service}payment`, known),
      `${service}payment 没有可用的实例（No instances available）：${list}；` +
        `地址 http://${service} 和路径 payment 之间少了一个 /`,
    ],
    [failed(), `${tried}：这些地址上的服务提供者在运行吗？`],
    [failed('the time limit of the call is over'), `${tried}：调用超时`],
    [
      failed('the retry budget of this service is used up (20 % of its calls)'),
      `${tried}：该服务的重试额度已用完（调用数的 20 %）`,
    ],
    [failed('retryOn does not include "status 503"'), `${tried}：retryOn 不包含“status 503”`],
    [
      new MaybeSentError(service, candidate, { cause: new Error('socket hang up') }),
      `与 ${service} 的实例 payment8001 的连接中断，请求可能已经到达（socket hang up, localhost:8001）：` +
        '不会重发，请到那里确认是否已执行',
    ],
    [
      new UnknownHostError(service),
      `未知主机 ${service}：负载均衡已关闭，没有按服务名查找（设置 SPRING_CLOUD_LOADBALANCER_ENABLED=true ` +
        '即可开启；否则请使用地址，例如 http://localhost:8001）',
    ],
    [
      new Error(
        'http://localhost:8001/x did not respond (timeout of 5 ms exceeded): is that provider running?',
      ),
      'http://localhost:8001/x 没有响应（timeout of 5 ms exceeded）：该服务提供者在运行吗？',
    ],
  ])('failed call %#', (error, expected) => {
    expect(inLanguage('zh', (error as Error).message, balancingPhrases)).toBe(expected);
  });

  it.each([
    ['http://', '无法调用 http://：其中没有主机名'],
    [
      'http://localhost:8001payment/get/31',
      '无法调用 http://localhost:8001payment/get/31：“8001payment”不是端口：地址和路径之间是不是少了一个 /？',
    ],
    ['lb://payment:80/x', '无法调用 lb://payment:80/x：服务本身没有端口，每个实例有自己的端口'],
  ])('the URL %s', async (url, expected) => {
    const { axios } = createBalancedAxios({ source: fixedList({}) });
    const error = await axios.get(url).then(
      () => new Error('no error'),
      (reason: Error) => reason,
    );
    expect(inLanguage('zh', error.message, balancingPhrases)).toBe(expected);
  });
});
