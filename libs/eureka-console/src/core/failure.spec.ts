import { english } from '../messages/en.js';
import { chinese } from '../messages/zh.js';
import { failureOf, failureText, RequestError } from './failure.js';

describe('a failure', () => {
  it.each([
    [{ message: 'there is no such instance', code: 'no-instance' as const }, '没有这个实例'],
    [{ message: 'it answered 503' }, 'it answered 503'],
    [{ message: 'x', code: 'toString' as never }, 'x'],
    [
      { message: 'Harmful instance.metadata', code: 'unsafe-metadata' as const },
      '这些元数据会使其他客户端出错 (Harmful instance.metadata)',
    ],
  ])('%j is worded by its code, or as sent', (failure, text) =>
    expect(failureText(failure, chinese.failures)).toBe(text),
  );

  it('has its code also when it was thrown', () => {
    expect(failureText(failureOf(new RequestError('?', 'busy')), english.failures)).toBe(
      'another comparison is running',
    );
    expect(failureOf(new TypeError('Failed to fetch')).code).toBe('no-response');
    expect(failureOf(new Error('x'))).toEqual({ message: 'x' });
  });
});
