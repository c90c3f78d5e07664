import { inLanguage, processLanguage, requestLanguage } from './language.js';

describe('the language of a process', () => {
  it.each([
    [{}, 'en'],
    [{ LANG: 'zh_CN.UTF-8' }, 'zh'],
    [{ LANG: 'en_US.UTF-8' }, 'en'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'C', LC_MESSAGES: 'zh_TW' }, 'zh'],
    [{ LANG: 'zh_CN.UTF-8', LC_ALL: '' }, 'zh'],
  ])('%j: %s', (env, language) => {
    expect(processLanguage(env)).toBe(language);
  });
});

describe('the language of a response', () => {
  it.each([
    ['zh-CN,zh;q=0.9,en;q=0.8', 'C', 'zh'],
    ['en-US,en;q=0.9,zh;q=0.8', 'zh_CN', 'en'],
    ['fr, zh;q=0.5', 'C', 'zh'],
    ['ZH-TW', 'C', 'zh'],
    ['*', 'zh_CN', 'zh'],
    ['eng, zhx', 'C', 'en'],
    ['de', 'zh_CN', 'zh'],
    ['', 'C', 'en'],
    [undefined, 'zh_CN', 'zh'],
    [undefined, 'C', 'en'],
  ])('asked for %s, LANG=%s: %s', (accepted, LANG, language) => {
    expect(requestLanguage(accepted, { LANG })).toBe(language);
  });
});

describe('a message in a language', () => {
  const phrases = [
    [/^no (\w+)/, '没有 $1'],
    [/: why\?$/, '：为什么？'],
  ] as const;

  it('replaces the known phrases and keeps the rest', () => {
    expect(inLanguage('zh', 'no port, 80: why?', phrases)).toBe('没有 port, 80：为什么？');
    expect(inLanguage('en', 'no port, 80: why?', phrases)).toBe('no port, 80: why?');
  });
});
