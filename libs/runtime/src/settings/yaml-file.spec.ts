import { SettingsFileError } from './errors.js';
import { parseYaml } from './yaml-file.js';

const read = (text: string) => parseYaml(text, 'a.yml');
const first = (text: string) => Object.fromEntries((read(text)[0] ?? []).map(({ key, text }) => [key, text]));

describe('a YAML settings file', () => {
  it('flattens nested and dotted names alike, with their lines', () => {
    const [settings] = read(
      'server:\n  port: 7001\neureka.client:\n  serviceUrl:\n    defaultZone: http://a/eureka/\n',
    );
    expect(settings).toEqual([
      { key: 'server.port', text: '7001', where: 'a.yml:2' },
      { key: 'eureka.client.serviceUrl.defaultZone', text: 'http://a/eureka/', where: 'a.yml:5' },
    ]);
  });

  it('takes values as written, and empty for null', () => {
    expect(first('a: off\nb: 0x10\nc: "7001"\nd: ~\ne:\nf: null\ng: "null"\nh: |\n  x\n  y\n')).toEqual({
      a: 'off', b: '0x10', c: '7001', d: '', e: '', f: '', g: 'null', h: 'x\ny\n',
    }); // prettier-ignore
  });

  it('joins a list of scalars with commas, and numbers the elements of other lists', () => {
    expect(first('a: [x, y]\nb:\n  - c: 1\n  - c: 2\n')).toEqual({ a: 'x,y', 'b[0].c': '1', 'b[1].c': '2' });
  });

  it('resolves anchors and merges; keys beside a merge win', () => {
    const text = 'base: &base\n  port: 1\n  host: h\nserver:\n  port: 2\n  <<: *base\nagain: *base\n';
    expect(first(text)).toMatchObject({ 'server.port': '2', 'server.host': 'h', 'again.port': '1' });
    expect(read(text)[0]?.findLast(({ key }) => key === 'server.port')?.text).toBe('2');
  });

  it('preserves a name in brackets', () => {
    expect(first('service-url:\n  "[defaultZone]": http://a/\n')).toEqual({
      'service-url.defaultZone': 'http://a/',
    });
  });

  it('separates documents, including an empty one', () => {
    expect(read('a: 1\n---\n# nothing\n---\nb: 2\n').map((each) => each.length)).toEqual([1, 0, 1]);
    expect(read('')).toEqual([]);
  });

  it.each([
    ['a: 1\n\tb: 2\n', 'a.yml:2:'],
    ['a: {b: 1\nc: 2\n', 'a.yml:2:'],
    ['a: 1\na: 2\n', 'a.yml:2:1: invalid YAML: Map keys must be unique'],
    ['a: !!js/function "x"\n', 'a.yml:1:4: invalid YAML: Unresolved tag'],
    ['a: *nope\n', 'a.yml:1:4: *nope is not defined'],
    ['- a\n- b\n', 'a.yml:1:1: settings are names with values'],
    ['just a text', 'a.yml:1:1: settings are names with values'],
    ['? [a]\n: b\n', 'a.yml:1:3: a name must be a plain text'],
    ['<<: 5\n', '<< takes the name of a map'],
  ])('%j is rejected with its position: %s', (text, says) => {
    expect(() => read(text)).toThrow(SettingsFileError);
    expect(() => read(text)).toThrow(says);
  });

  it('shows no text that may be a password', () => {
    expect(() => read('password: !secret\n')).not.toThrow('secret');
  });

  it('limits the expansion of aliases', () => {
    const levels = [...'bcdefghij'].map((name, index) => {
      const before = 'abcdefghij'[index];
      return `${name}: &${name} {${[...'0123456789'].map((digit) => `k${digit}: *${before}`).join(', ')}}`;
    });
    const bomb = ['a: &a {x: 1}', ...levels].join('\n');
    expect(() => read(bomb)).toThrow('too many values for a settings file');
    expect(() => read('a: &a\n  b: *a\n')).toThrow(SettingsFileError);
    expect(() => read('a: &a\n  <<: *a\n')).toThrow(SettingsFileError);
  });

  it('does not set the prototype of an object', () => {
    expect(read('__proto__:\n  polluted: yes\n')[0]).toEqual([
      { key: '__proto__.polluted', text: 'yes', where: 'a.yml:2' },
    ]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});
