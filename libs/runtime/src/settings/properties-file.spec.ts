import { parseProperties } from './properties-file.js';

const read = (text: string) => parseProperties(text, 'a.properties');

describe('a .properties file', () => {
  it.each([
    ['a=1', 'a', '1'],
    ['a = 1 ', 'a', '1 '],
    ['a: 1', 'a', '1'],
    ['a 1', 'a', '1'],
    ['a', 'a', ''],
    ['  a.b-c=http://x:7001/eureka/?a=b', 'a.b-c', 'http://x:7001/eureka/?a=b'],
    ['a\\ b=c\\u00e9\\t', 'a b', 'cé\t'],
    ['a=x,\\\n    y', 'a', 'x,y'],
    ['a=x\\\\', 'a', 'x\\'],
  ])('%j sets %s to %j', (text, key, value) => {
    expect(read(text)).toEqual([[{ key, text: value, where: 'a.properties:1' }]]);
  });

  it('supports comments, empty lines and documents', () => {
    const documents = read('# one\n! two\n\na=1\r\n#---\nb=2\n');
    expect(documents.map((each) => each.map(({ key, where }) => [key, where]))).toEqual([
      [['a', 'a.properties:4']],
      [['b', 'a.properties:6']],
    ]);
  });
});
