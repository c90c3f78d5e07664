import { SettingsFileError } from './errors.js';
import { resolvePlaceholders } from './placeholders.js';

const values: Readonly<Record<string, string>> = {
  PORT: '7001',
  'eureka.instance.hostname': 'eureka7001.com',
  'server.port': '${PORT}',
  stage: 'prod',
  'prod.host': 'a',
  me: '${me}',
};
const resolved = (text: string) => resolvePlaceholders(text, (name) => values[name], 'a.yml:3');

describe('a placeholder', () => {
  it.each([
    ['8761', '8761'],
    ['${PORT}', '7001'],
    ['${PORT:8761}', '7001'],
    ['${NONE:8761}', '8761'],
    ['${NONE:}', ''],
    ['http://${eureka.instance.hostname}:${server.port}/eureka/', 'http://eureka7001.com:7001/eureka/'],
    ['${NONE:http://localhost:${server.port}/eureka/}', 'http://localhost:7001/eureka/'],
    ['${NONE:${NOR_THIS:x}}', 'x'],
    ['${${stage}.host}', 'a'],
    ['a $ {b} }', 'a $ {b} }'],
  ])('%s becomes %s', (text, expected) => expect(resolved(text)).toBe(expected));

  it.each([
    ['${NONE}', 'a.yml:3: ${NONE} is set nowhere'],
    ['${me}', 'refers to itself'],
    ['${PORT', 'has a ${ without its }'],
  ])('%s is rejected: %s', (text, says) => {
    expect(() => resolved(text)).toThrow(SettingsFileError);
    expect(() => resolved(text)).toThrow(says);
  });

  it.each(['se${cret', '${me}cret'])('%s, which may be a password, is not shown', (text) => {
    expect(() => resolved(text)).not.toThrow('cret');
  });
});
