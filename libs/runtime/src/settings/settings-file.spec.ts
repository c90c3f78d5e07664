import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettingsFile } from './settings-file.js';

describe('a settings file', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'settings-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  const put = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const last = (file: string, profiles?: readonly string[]) =>
    readSettingsFile(file, profiles).properties.findLast(({ key }) => key === 'a')?.text;

  const documents = [
    'a: base',
    'spring: {config: {activate: {on-profile: peer1}}}\na: first',
    'spring.profiles: peer2, peer3\na: second',
    'spring.config.activate.on-profile: "!peer1 & east"\na: east',
    'spring.config.activate.on-cloud-platform: kubernetes\na: cloud',
  ].join('\n---\n');

  it.each([
    [undefined, 'base'],
    [['peer1'], 'first'],
    [['peer3'], 'second'],
    [['east'], 'east'],
    [['peer1', 'east'], 'first'],
    [['other'], 'base'],
  ])('yields the documents of the profiles %j', (profiles, expected) => {
    expect(last(put('a.yml', documents), profiles)).toBe(expected);
  });

  it('activates profiles itself, unless they are given', () => {
    const file = put('a.yml', `spring.profiles.active: peer2\n${documents}`);
    expect(last(file)).toBe('second');
    expect(last(file, ['peer1'])).toBe('first');
    expect(readSettingsFile(file).profiles).toEqual(['peer2']);
  });

  it('includes profiles below the active ones', () => {
    const file = put('application.yml', 'spring.profiles: {active: top, include: [low, high]}\na: base\n');
    for (const each of ['low', 'high', 'top']) put(`application-${each}.yml`, `a: ${each}\n${each}: yes\n`);
    expect(readSettingsFile(file).profiles).toEqual(['low', 'high', 'top']);
    expect([last(file), last(file, ['low'])]).toEqual(['top', 'high']);
    expect(readSettingsFile(file, ['x'], []).profiles).toEqual(['x']);
    expect(readSettingsFile(file, undefined, ['x']).profiles).toEqual(['x', 'top']);
    const numbered = 'spring.profiles.include[0]=low\nspring.profiles.include[1]=high\n';
    expect(readSettingsFile(put('application.properties', numbered)).profiles).toEqual(['low', 'high']);
  });

  it('activates the members of a group behind its profile, and groups of groups', () => {
    const groups = 'group: {east: "peer1, metrics", peer1: [deep], odd: [odd, east]}';
    const file = put('application.yml', `spring.profiles: {active: east, ${groups}}\na: base\n`);
    put('application-east.yml', 'a: east\n');
    put('application-deep.yml', 'a: deep\n');
    expect(readSettingsFile(file).profiles).toEqual(['east', 'peer1', 'deep', 'metrics']);
    expect(last(file)).toBe('deep');
    expect(readSettingsFile(file, ['odd']).profiles).toEqual(['odd', 'east', 'peer1', 'deep', 'metrics']);
    const numbered = 'spring.profiles.group.east[0]=a\nspring.profiles.group.east[1]=b\n';
    expect(readSettingsFile(put('application.properties', numbered), ['east']).profiles).toEqual([
      'east',
      'a',
      'b',
    ]);
  });

  it('applies the profile `default` if none is active', () => {
    const file = put('a.yml', 'a: base\n---\nspring.config.activate.on-profile: default\na: default\n');
    expect([last(file), last(file, ['x'])]).toEqual(['default', 'base']);
  });

  it('is overridden by the files of the active profiles', () => {
    const file = put('application.yml', 'a: base\n');
    put('application-peer1.yml', 'a: beside\n');
    expect([last(file), last(file, ['peer1', 'peer2'])]).toEqual(['base', 'beside']);
  });

  it('may be a .properties file, by its extension', () => {
    expect(
      last(put('a.properties', 'a=java\n#---\nspring.config.activate.on-profile=x\na=of x\n'), ['x']),
    ).toBe('of x');
  });

  it('is named in the error if it is missing, no file, or too large', () => {
    expect(() => readSettingsFile(join(folder, 'no.yml'))).toThrow(
      /no\.yml: it cannot be read: there is no such file/,
    );
    expect(() => readSettingsFile(folder)).toThrow(/it cannot be read: EISDIR/);
    expect(() => readSettingsFile(put('b.yml', `a: ${'x'.repeat(1_048_577)}`))).toThrow('larger than 1 MiB');
  });

  it('is rejected if it has an unsupported condition', () => {
    const file = put('a.yml', 'spring.config.activate.on-profile: (a | b) & c\n');
    expect(() => readSettingsFile(file)).toThrow('a.yml:1: (a | b) & c: parentheses are not supported');
  });
});
