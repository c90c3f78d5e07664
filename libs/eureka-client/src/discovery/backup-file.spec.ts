import { anInstance } from '@eureka-nest/protocol/testing';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupFile } from './backup-file.js';
import { instancesOf, type RegistrySnapshot, snapshotOf } from '../core/registry-snapshot.js';

const copyOf = (...ports: number[]): RegistrySnapshot => {
  const instances = ports.map((port) => anInstance({ port }));
  return snapshotOf({ version: '1', hashCode: '', applications: [{ name: 'ANY', instances }] });
};

describe('the backup file', () => {
  let folder: string;
  let faults: unknown[];
  let file: BackupFile;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'backup-'));
    faults = [];
    file = new BackupFile(join(folder, 'below', 'registry.json'), (error) => faults.push(error));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('contains the registry and its time', async () => {
    file.write(copyOf(8001, 8002), 7000);
    await file.settled();
    const found = await file.read();
    expect(found?.savedAt).toBe(7000);
    expect([...instancesOf(found?.snapshot ?? new Map())]).toEqual([...instancesOf(copyOf(8001, 8002))]);
    expect(faults).toEqual([]);
  });

  it('contains the last snapshot, and leaves no temporary file', async () => {
    for (let port = 1; port <= 20; port++) file.write(copyOf(port), 7000);
    await file.settled();
    expect(
      [...instancesOf((await file.read())?.snapshot ?? new Map())].map(({ port }) => port.number),
    ).toEqual([20]);
    expect(await readdir(join(folder, 'below'))).toEqual(['registry.json']);
  });

  it('removes what killed processes left of it, and nothing else', async () => {
    const below = join(folder, 'below');
    await mkdir(below);
    const left = 'registry.json.0b8f3a9e-6a2c-4d0b-9a51-3f6f1a2b3c4d.tmp';
    const others = [
      'registry.json.0b8f3a9e-6a2c-4d0b-9a51-3f6f1a2b3c4e.tmp', // another process is writing it
      'other.json.0b8f3a9e-6a2c-4d0b-9a51-3f6f1a2b3c4d.tmp',
      'registry.json.mine.tmp',
      'registry.json.bak',
    ];
    const anHourAgo = new Date(Date.now() - 3_600_000);
    for (const name of [left, ...others]) {
      await writeFile(join(below, name), 'half');
      if (name !== others[0]) await utimes(join(below, name), anHourAgo, anHourAgo);
    }
    file.write(copyOf(8001), 7000);
    await file.settled();
    expect((await readdir(below)).sort()).toEqual([...others, 'registry.json'].sort());
    expect(faults).toEqual([]);
  });

  it('does not exist at first', async () => {
    expect(await file.read()).toBeUndefined();
  });

  it.each(['', '{"applications":', '{"applications":{}}', '[]', 'half'])(
    'is rejected if it is %j',
    async (text) => {
      file.write(copyOf(8001), 7000);
      await file.settled();
      await writeFile(file.path, text);
      await expect(file.read()).rejects.toThrow();
    },
  );

  it.each(['1e999', '"now"', 'null'])('is rejected if its time is %s', async (savedAt) => {
    file.write(copyOf(8001), 7000);
    await file.settled();
    const text = await readFile(file.path, 'utf8');
    await writeFile(file.path, text.replace('"savedAt":7000', `"savedAt":${savedAt}`));
    await expect(file.read()).rejects.toThrow('savedAt is missing');
  });

  it('is rejected if it is no file, such as a pipe, which nobody may ever write to', async () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    await expect(new BackupFile(pipe, () => undefined).read()).rejects.toThrow('it is no file');
  });

  it('is rejected if a part of it is missing', async () => {
    file.write(copyOf(8001, 8002), 7000);
    await file.settled();
    const text = await readFile(file.path, 'utf8');
    await writeFile(file.path, text.replace('UP_2_', 'UP_3_'));
    await expect(file.read()).rejects.toThrow('the instances do not match their hash code');
  });

  it('reports that it cannot be written, and tries again with the next snapshot', async () => {
    await writeFile(join(folder, 'below'), 'a file where the folder should be');
    file.write(copyOf(8001), 7000);
    await file.settled();
    expect(faults).toHaveLength(1);
    await rm(join(folder, 'below'));
    file.write(copyOf(8002), 8000);
    await file.settled();
    expect((await file.read())?.savedAt).toBe(8000);
  });

  it('contains the last time too, although earlier snapshots were still being written', async () => {
    for (let time = 1; time <= 20; time++) file.write(copyOf(time), time * 1000);
    await file.settled();
    expect((await file.read())?.savedAt).toBe(20_000);
  });

  it('contains the latest also if the write before it fails, and reports a failure once', async () => {
    await writeFile(join(folder, 'below'), 'a file where the folder should be');
    for (let time = 1; time <= 3; time++) {
      file.write(copyOf(8001), time);
      file.write(copyOf(8002), time);
      await file.settled();
    }
    expect(faults).toHaveLength(1);
    file.write(copyOf(8001), 7000);
    file.write(copyOf(8002), 8000);
    const freed = rm(join(folder, 'below'));
    await Promise.all([freed, file.settled()]);
    file.write(copyOf(8003), 9000);
    await file.settled();
    expect((await file.read())?.savedAt).toBe(9000);
  });

  it('is whole at any time, though several write it', async () => {
    const writers = Array.from(
      { length: 10 },
      () => new BackupFile(file.path, (error) => faults.push(error)),
    );
    for (let round = 1; round <= 10; round++) {
      writers.forEach((each, at) =>
        each.write(copyOf(...Array.from({ length: 20 + at }, (_, n) => n)), round),
      );
      await Promise.all(writers.map((each) => each.settled()));
      expect((await file.read())?.savedAt).toBe(round);
    }
    expect(faults).toEqual([]);
    expect(await readdir(join(folder, 'below'))).toEqual(['registry.json']);
  });
});
