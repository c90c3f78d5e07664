import type { Phrases } from '@eureka-nest/common-api/nest';

/**
 * Messages of failed calls in Chinese, phrase by phrase; names, addresses and the reasons of the
 * operating system stay as they are.
 */
export const balancingPhrases: Phrases = [
  // NoInstanceError
  [/^No instances available for (\S+): /, '$1 没有可用的实例（No instances available）：'],
  [
    /no service is known at all: is a registry running, and has its list been fetched\?/,
    '还不知道任何服务：注册中心在运行吗？服务列表拉取到了吗？',
  ],
  [/known services are (\S+(?:, \S+)*?)(?=[,;:] )/, '已知的服务有 $1'],
  [
    /, but none of its instances is UP: is a provider running\?/,
    '，但它没有状态为 UP 的实例：服务提供者在运行吗？',
  ],
  [
    /it is known, but its instances are filtered out: check their status and the balancer's filters/,
    '它已注册，但实例都被过滤掉了：请检查实例状态和负载均衡的过滤器',
  ],
  [
    /, but its instances are filtered out: check their status and the balancer's filters/,
    '，但它的实例都被过滤掉了：请检查实例状态和负载均衡的过滤器',
  ],
  [/; a \/ is missing between the base (\S+) and the path (\S+)/, '；地址 $1 和路径 $2 之间少了一个 /'],
  [
    /: is the name spelt like one of these, and has a provider registered under it\?/,
    '：服务名拼写正确吗？有服务提供者用这个名字注册吗？',
  ],
  [/(\d+) filtered out: /g, '过滤掉 $1 个：'],
  [/the list is (\d+) s old: does the registry respond\?/, '列表是 $1 秒前的：注册中心有响应吗？'],
  [/the list is (\d+) s old/, '列表是 $1 秒前的'],
  // AllInstancesFailedError
  [/^no instance of (\S+) responded, tried /, '$1 没有实例响应，已尝试 '],
  [/: is a provider running at these addresses\?$/, '：这些地址上的服务提供者在运行吗？'],
  [
    /: the retry budget of this service is used up \((.*) % of its calls\)$/,
    '：该服务的重试额度已用完（调用数的 $1 %）',
  ],
  [/: the time limit of the call is over$/, '：调用超时'],
  [/: retryOn does not include "([^"]*)"$/, '：retryOn 不包含“$1”'],
  // MaybeSentError
  [
    /^the connection to (\S+) of (\S+) broke after the request may have reached it \(/,
    '与 $2 的实例 $1 的连接中断，请求可能已经到达（',
  ],
  [
    /\): it is not sent twice, check there whether it was carried out$/,
    '）：不会重发，请到那里确认是否已执行',
  ],
  // UnknownHostError
  [
    /^unknown host (\S+): this name was not looked up, balancing is off \((\S+) turns it on; otherwise use an address such as (\S+)\)$/,
    '未知主机 $1：负载均衡已关闭，没有按服务名查找（设置 $2 即可开启；否则请使用地址，例如 $3）',
  ],
  // BadServiceUrlError
  [/^cannot call (\S+): /, '无法调用 $1：'],
  [/it names no host$/, '其中没有主机名'],
  [
    /"([^"]*)" is not a port: is a \/ missing between the base and the path\?$/,
    '“$1”不是端口：地址和路径之间是不是少了一个 /？',
  ],
  [/a service has no port of its own, each instance has one$/, '服务本身没有端口，每个实例有自己的端口'],
  // a call by address
  [
    /^(\S+) did not respond \((.*)\): is that provider running\?$/s,
    '$1 没有响应（$2）：该服务提供者在运行吗？',
  ],
];
