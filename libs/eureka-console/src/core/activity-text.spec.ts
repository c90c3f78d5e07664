import type { ConsoleActivity } from '@eureka-nest/protocol/console';
import { chinese } from '../messages/zh.js';
import { english } from '../messages/en.js';
import { activityText } from './activity-text.js';

const entry = (detail: ConsoleActivity['detail'], result?: string): ConsoleActivity => ({
  ...{ number: 1, at: 0, kind: 'action', by: 'operator user', detail },
  ...(result !== undefined && { result }),
});
const silence = 'no heartbeat for 184 s (lease 90 s)';
const refused = 'feed connection lost, port 8001 refused twice';

describe('the text of an activity', () => {
  it.each<[given: ConsoleActivity, english: string, chinese: string]>([
    [entry({ from: 'UP', to: 'DOWN' }), 'UP → DOWN', 'UP → DOWN'],
    [entry({ set: 'DOWN' }), 'DOWN', 'DOWN'],
    [entry({ removed: 'DOWN', to: 'UP' }), '– → UP, removed=DOWN', '– → UP, 撤销=DOWN'],
    [entry({ reason: silence }), silence, '已 184 秒没有心跳（租约 90 秒）'],
    [entry({ reason: refused }), refused, '变更流连接断开，端口 8001 两次拒绝连接'],
    [entry({ color: 'blue' }), 'color=blue', 'color=blue'],
    [
      entry({ action: 'out-of-service' }, 'taken out of service'),
      'action=out-of-service, taken out of service',
      '操作=暂停服务, 已暂停服务',
    ],
    [entry({ selfPreservation: 'on' }), 'selfPreservation=on', '自我保护=已触发'],
    [entry({ peer: 'http://a', state: 'up' }), 'peer=http://a, state=up', '对等节点=http://a, 状态=恢复连接'],
  ])('%j', (given, inEnglish, inChinese) => {
    expect(activityText(given, english.activity)).toBe(inEnglish);
    expect(activityText(given, chinese.activity)).toBe(inChinese);
  });

  it.each(['constructor', '__proto__', 'toString'])('takes %s as data', (odd) => {
    const odds = entry(Object.fromEntries([[odd, odd]]), odd);
    expect(activityText(odds, english.activity)).toBe(`${odd}=${odd}, ${odd}`);
    expect(activityText(odds, chinese.activity)).toBe(`${odd}=${odd}, ${odd}`);
  });
});
