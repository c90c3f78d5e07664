import type { Explanation } from './explanation.js';
import { html } from './html.js';
import { timestampText } from './page-text.js';
import { settingName, evictsLater, thresholdProduct, roundedNumber, type Messages } from './messages.js';

const seconds = (ms: number) => Math.round(ms / 1000);
const switchedOff = settingName(
  'enableSelfPreservation: false',
  'eureka.server.enable-self-preservation: false',
);

const remainingHeartbeats = ({ instances, renewsPerClient }: Explanation) =>
  instances === 1
    ? '就没有心跳了'
    : `其余 ${instances - 1} 个每分钟预期只有 ${roundedNumber((instances - 1) * renewsPerClient)} 次心跳`;

export const chinese: Messages = {
  lang: 'zh-CN',
  heads: [html`算式：`, html`含义：`, html`如何改变：`],
  sum: (explanation) => {
    const { expectedClients, renewsPerClient, percent, threshold, instances } = explanation;
    const { renewsLastMinute, renewsThisMinute } = explanation;
    const { exact, cut } = thresholdProduct(explanation);
    const registered =
      expectedClients === instances + 1
        ? `（已注册 ${instances} 个，另外 1 个是服务器启动时预先计入的）`
        : `（已注册 ${instances} 个）`;
    const result = `${exact}${cut === undefined ? '' : `，向下取整为 ${cut}`}`;
    const compared = renewsLastMinute > threshold ? '高于阈值' : '没有超过阈值';
    return html`预期客户端 ${expectedClients} 个${registered} × 每个每分钟预期心跳
    ${roundedNumber(renewsPerClient)} 次 × ${percent} = ${result}，这就是阈值。上一个完整的一分钟收到心跳
    ${renewsLastMinute} 次，${compared}；当前这一分钟目前收到 ${renewsThisMinute} 次。`;
  },
  meaning: {
    off: ({ renewsLastMinute, threshold }) =>
      html`自我保护已关闭：无论收到的心跳多么少，租约过期的实例都会被剔除。${renewsLastMinute > threshold
        ? ''
        : '如果开启自我保护，现在不会剔除任何实例。'}`,
    'no-instances': () => html`还没有实例注册，没有可剔除的对象，一切正常。`,
    'no-expected-clients': () =>
      html`阈值为 0 时不会剔除任何实例：宕机的实例会一直留在列表中，除非它读变更流。`,
    'too-small': (explanation) =>
      html`只有 ${explanation.instances}
      个实例时，${evictsLater(explanation)
        ? '重新统计客户端数之前不会剔除任何实例'
        : '永远不会剔除任何实例'}：一个宕机后，${remainingHeartbeats(explanation)}，而剔除需要超过
      ${explanation.threshold}
      次。注册表这么小时，这是正常现象，不是故障；但宕机的实例会一直留在列表中，除非它读变更流。`,
    'just-started': () =>
      html`暂时不剔除任何实例。刚启动时这是正常的：客户端还在陆续注册，而且要数满一分钟。`,
    'too-few': () =>
      html`现在不剔除任何实例：这么多心跳同时中断，更像是网络故障，而不是实例宕机。真正宕机的实例也会留在列表中（读变更流的除外），调用方仍可能被分配到它。`,
  },
  change: {
    off: () =>
      html`${settingName(
        'enableSelfPreservation: true',
        'eureka.server.enable-self-preservation: true',
      )}，即默认值。`,
    'no-expected-clients': () =>
      html`每隔
      ${settingName('renewalThresholdUpdateIntervalMs', 'eureka.server.renewal-threshold-update-interval-ms')}
      会重新统计客户端数；设置 ${switchedOff} 则立即开始剔除。`,
    'too-small': ({ enoughInstances, percent }) =>
      html`${enoughInstances === undefined
        ? `比例为 ${percent} 时，多少个实例都不够。`
        : `达到 ${enoughInstances} 个实例后，一个宕机的实例会被剔除（重新统计客户端数之后生效，见 renewal-threshold-update-interval-ms）。`}或者设置
      ${switchedOff}，这样无论有多少个实例都会剔除。`,
    'just-started': ({ missing }) => html`每分钟还需要 ${missing} 次心跳。`,
    'too-few': ({ missing, missingClients }) =>
      html`每分钟至少还需要 ${missing} 次心跳，相当于 ${missingClients}
        个实例。如果这些实例不会再回来，可以将其注销（<code>DELETE …/apps/APP/ID</code>），或者设置
        ${switchedOff} 让服务器剔除它们。`,
  },
  peer: (state) => {
    switch (state.is) {
      case 'in-step':
        return '已同步';
      case 'behind':
        return `落后 ${state.changes} 个变更，已有 ${seconds(state.forMs)} 秒`;
      case 'unreachable':
        return `自 ${timestampText(new Date(state.since))} 起无法连接：${state.reason}；有 ${state.changes} 个变更等待发送`;
      case 'stranger':
        return `已排除：它的环境是 ${state.environment}`;
      case 'unknown':
        return '尚未联系';
      case 'myself':
      case 'twin':
        return '列表中某个服务器的另一个地址';
    }
  },
  duplicateIds: {
    title: '两个实例使用了同一个 id',
    why: html`后注册的会取代先注册的，因此列表中只有一个，也只有它会被调用。请给每个实例设置不同的
    id：${settingName('instanceId', 'eureka.instance.instance-id')}。`,
    line: ({ app, id, addresses, at }) =>
      html`${app} ${id}：来自
      ${addresses.map((each, index) => (index === 0 ? each : html` 和 ${each}`))}；最近一次 ${at}`,
    more: (number) => `还有 ${number} 个`,
  },
};
