import type { Applications, Position } from '@eureka-nest/protocol';
import { OrderedSink } from './position-guard.js';

const at = (number: number, node = 'a'): Position => ({ node, number });
const nothing: Applications = { version: '1', hashCode: '', applications: [] };

describe('what stands before the copy', () => {
  let told: string[];
  let agrees: boolean;
  let sink: OrderedSink;
  beforeEach(() => {
    told = [];
    agrees = true;
    sink = new OrderedSink({
      hasCopy: true,
      whole: () => void told.push('whole'),
      changes: () => (told.push('changes'), agrees),
      confirmed: (from, fetched) => void told.push(`confirmed by ${from}, ${fetched ?? 'told'}`),
      ended: (fault) => void told.push(fault ? 'fault' : 'ended'),
    });
  });
  const whole = (position?: Position) => sink.whole({ ...nothing, ...(position && { position }) }, 'r');
  const changes = (position?: Position) => sink.changes({ ...nothing, ...(position && { position }) }, 'r');

  it('passes on what is newer', () => {
    whole(at(1));
    expect(changes(at(2))).toBe(true);
    expect(told).toEqual(['whole', 'changes']);
    expect(sink.position).toEqual(at(2));
  });

  it('passes over what was under way while something newer came, which confirms the copy all the same', () => {
    whole(at(5));
    expect(changes(at(4))).toBe(true);
    expect(changes(at(5))).toBe(true);
    whole(at(3));
    expect(told).toEqual([
      'whole',
      'confirmed by r, changes',
      'confirmed by r, changes',
      'confirmed by r, whole',
    ]);
    expect(sink.position).toEqual(at(5));
  });

  it('knows no order between two registries, nor with one that tells no positions', () => {
    whole(at(5));
    changes(at(1, 'b'));
    changes();
    whole();
    expect(told).toEqual(['whole', 'changes', 'changes', 'whole']);
    expect(sink.position).toBeUndefined();
  });

  it('stays where it was when the changes do not lead to what the registry has', () => {
    whole(at(1));
    agrees = false;
    expect(changes(at(2))).toBe(false);
    expect(sink.position).toEqual(at(1));
  });

  it('passes on that the copy is confirmed, and how a try ended', () => {
    sink.confirmed('r');
    sink.ended();
    sink.ended(new Error('no'));
    expect(told).toEqual(['confirmed by r, told', 'ended', 'fault']);
  });
});
