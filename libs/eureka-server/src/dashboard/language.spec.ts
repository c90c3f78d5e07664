import { messagesFor } from './language.js';

describe('the language of the explanations', () => {
  it.each([
    [undefined, 'en'],
    ['', 'en'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh-CN'],
    ['zh', 'zh-CN'],
    ['ZH-tw', 'zh-CN'],
    ['en-US,en;q=0.9,zh-CN;q=0.8', 'en'],
    ['de-DE, de;q=0.9', 'en'],
    ['de, zh-Hans;q=0.5', 'zh-CN'],
    ['en;q=0.5, zh;q=0.7', 'zh-CN'],
    ['zh;q=0', 'en'],
    ['zh;q=oops, *', 'en'],
    ['zh;q=0x1, en;q=0.5', 'en'],
    ['en;q=0.5, zh;q= 0.7 ', 'zh-CN'],
    ['zhuang, engadin', 'en'],
    [',,;q=;;', 'en'],
  ])('for %p is %s', (header, lang) => {
    expect(messagesFor(header).lang).toBe(lang);
  });
});
