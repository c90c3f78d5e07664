import { UsageError } from './command-line.js';
import { flags, parseCommandLine } from './command-line.js';
import { usage } from './usage.js';

describe('the command line', () => {
  it('starts a server with the defaults if it is empty', () => {
    expect(parseCommandLine([])).toEqual({ action: 'start', config: undefined, properties: [] });
  });

  it('takes flags with a space or an equals sign, short or long', () => {
    const { config, properties } = parseCommandLine(['-p', '7001', '--config=a.yml']);
    expect(config).toBe('a.yml');
    expect(properties).toEqual([{ key: 'server.port', text: '7001', where: '--port' }]);
  });

  it('takes several peers', () => {
    const { properties } = parseCommandLine(['--peer', 'http://a/eureka/', '--peer=http://b/eureka/']);
    expect(properties).toEqual([
      {
        key: 'eureka.client.service-url.defaultZone',
        text: 'http://a/eureka/,http://b/eureka/',
        where: '--peer',
      },
    ]);
  });

  it('takes any setting by its whole name', () => {
    const { properties } = parseCommandLine(['--eureka.server.enable-self-preservation=false']);
    expect(properties).toEqual([
      {
        key: 'eureka.server.enable-self-preservation',
        text: 'false',
        where: '--eureka.server.enable-self-preservation',
      },
    ]);
  });

  it.each([
    [['--help', '--check'], 'help'],
    [['-h'], 'help'],
    [['-v'], 'version'],
    [['--check', '--port', '1'], 'check'],
  ])('%j means %s', (args, action) => expect(parseCommandLine(args).action).toBe(action));

  it.each([
    [['--prot', '1'], 'there is no flag --prot: did you mean --port?'],
    [['--nonsense'], 'there is no flag --nonsense (--help'],
    [['-x'], 'there is no flag -x'],
    [['--constructor'], 'there is no flag --constructor'],
    [['7001'], '"7001" is not a flag'],
    [['--port'], '--port needs a value'],
    [['--port', '--check'], '--port needs a value'],
    [['--port='], '--port needs a value'],
    [['--check=yes'], '--check takes no value'],
    [['--eureka.server.read-only'], '--eureka.server.read-only needs a value'],
  ])('%j is refused: %s', (args, says) => {
    expect(() => parseCommandLine(args)).toThrow(UsageError);
    expect(() => parseCommandLine(args)).toThrow(says);
  });

  it('is explained by --help, flag by flag', () => {
    const explained = [...usage.matchAll(/^ {2}(?:-\w, )? *--(\w+)/gm)].map(([, name]) => name);
    expect(explained.sort()).toEqual(Object.keys(flags).sort());
  });
});
