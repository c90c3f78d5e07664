import { gather } from './gather.js';
import { flag, listOf, port, text } from './kinds.js';
import { applySettings, setting } from './setting.js';

class Demo {
  @setting('server.port', port, 'PORT')
  readonly port: number = 80;
  @setting('eureka.server.disable-delta', flag)
  readonly disableDelta: boolean = false;
  @setting('eureka.zones', listOf(text))
  readonly zones: readonly string[] = [];

  constructor(given: Partial<Demo> = {}) {
    applySettings(this, given);
  }
}

const at = (where: string, key: string, value: string) => ({ key, text: value, where });

describe('settings gathered from several sources', () => {
  it('come from the strongest source, with their origin', () => {
    const { given, origins } = gather(Demo, [
      [at('--port', 'server.port', '1')],
      [at('PORT', 'server.port', '2'), at('DELTA', 'eureka.server.disable-delta', 'true')],
      [at('a.yml:1', 'server.port', '3'), at('a.yml:2', 'eureka.server.disableDelta', 'false')],
    ]);
    expect(given).toEqual({ port: 1, disableDelta: true });
    expect([...origins]).toEqual([
      ['port', '--port'],
      ['disableDelta', 'DELTA'],
    ]);
  });

  it('take the last property of a source, ignoring empty ones', () => {
    const place = [
      at('a:1', 'server.port', '1'),
      at('a:2', 'server.port', '2'),
      at('a:3', 'server.port', ' '),
    ];
    const { given, origins } = gather(Demo, [place]);
    expect([given, origins.get('port')]).toEqual([{ port: 2 }, 'a:2']);
  });

  it('return other properties separately, in their order', () => {
    const others = [at('a:1', 'spring.x', '1'), at('a:2', 'server.prt', '2')];
    expect(gather(Demo, [[...others, at('a:3', 'server.port', '3')]]).others).toEqual(others);
  });

  it('report the origin of an invalid value', () => {
    expect(() => gather(Demo, [[at('PORT', 'server.port', '80x')]])).toThrow('PORT is "80x"');
    expect(() => gather(Demo, [[at('a.yml:7', 'server.port', '80x')]])).toThrow(
      'a.yml:7 server.port is "80x": it must be a port number',
    );
  });

  it('resolve only the properties that are used', () => {
    const asked: string[] = [];
    const resolve = ({ text: said }: { text: string }) => {
      asked.push(said);
      return '5';
    };
    const places = [[at('a', 'server.port', '${A}')], [at('b', 'server.port', '${B}'), at('b', 'x', '${C}')]];
    expect(gather(Demo, places, resolve).given).toEqual({ port: 5 });
    expect(asked).toEqual(['${A}']);
  });
});
