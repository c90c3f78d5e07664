import { anInstance } from '@eureka-nest/protocol/testing';
import { ChangeStream } from './change-stream.js';
import type { RegistryChange } from '../core/snapshot-changes.js';
import { serviceInstance } from '../core/service-view.js';

const change = (port: number, kind: RegistryChange['kind']): RegistryChange => ({
  kind,
  instance: serviceInstance(anInstance({ port })),
  status: 'UP',
});

describe('a stream of changes', () => {
  let ends: number;
  let stream: ChangeStream;
  beforeEach(() => {
    ends = 0;
    stream = new ChangeStream(() => ends++);
  });
  const read = async () => {
    const found: string[] = [];
    for await (const { kind, instance } of stream) found.push(`${kind} ${instance.port}`);
    return found;
  };

  it('yields all changes in order, also those pushed while it is read', async () => {
    stream.push(change(1, 'added'));
    const found = read();
    stream.push(change(2, 'added'));
    await Promise.resolve();
    stream.push(change(1, 'removed'));
    stream.end();
    stream.push(change(3, 'added'));
    expect(await found).toEqual(['added 1', 'added 2', 'removed 1']);
    expect(ends).toBe(1);
  });

  it('retains only the last unread change of each instance', async () => {
    for (let i = 0; i < 10_000; i++) stream.push(change(i % 3, i % 2 ? 'added' : 'removed'));
    stream.end();
    expect(await read()).toEqual(['added 1', 'removed 2', 'added 0']);
  });

  it('ends when the reader leaves', async () => {
    stream.push(change(1, 'added'));
    stream.push(change(2, 'added'));
    for await (const each of stream) {
      expect(each.instance.port).toBe(1);
      break;
    }
    expect(await stream.next()).toEqual({ done: true, value: undefined });
    expect(ends).toBe(1);
  });
});
