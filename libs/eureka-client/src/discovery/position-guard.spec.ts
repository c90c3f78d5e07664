import type { Applications, Position } from '@eureka-nest/protocol';
import { PositionGuard } from './position-guard.js';

const at = (number: number, node = 'a'): Position => ({ node, number });
const nothing: Applications = { version: '1', hashCode: '', applications: [] };

describe('the position guard', () => {
  let told: string[];
  let agrees: boolean;
  let sink: PositionGuard;
  beforeEach(() => {
    told = [];
    agrees = true;
    sink = new PositionGuard({
      hasSnapshot: true,
      replace: () => void told.push('whole'),
      applyDelta: () => (told.push('changes'), agrees),
      confirm: (from, fetched) => void told.push(`confirmed by ${from}, ${fetched ?? 'told'}`),
      endAttempt: (fault) => void told.push(fault ? 'fault' : 'ended'),
    });
  });
  const whole = (position?: Position) => sink.replace({ ...nothing, ...(position && { position }) }, 'r');
  const changes = (position?: Position) =>
    sink.applyDelta({ ...nothing, ...(position && { position }) }, 'r');

  it('passes on newer data', () => {
    whole(at(1));
    expect(changes(at(2))).toBe(true);
    expect(told).toEqual(['whole', 'changes']);
    expect(sink.position).toEqual(at(2));
  });

  it('drops a response that was overtaken by newer data, and still confirms the cache', () => {
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

  it('knows no order between two registries, nor with one that sends no positions', () => {
    whole(at(5));
    changes(at(1, 'b'));
    changes();
    whole();
    expect(told).toEqual(['whole', 'changes', 'changes', 'whole']);
    expect(sink.position).toBeUndefined();
  });

  it('retains its position when a delta does not match', () => {
    whole(at(1));
    agrees = false;
    expect(changes(at(2))).toBe(false);
    expect(sink.position).toEqual(at(1));
  });

  it('passes on confirmations and the end of an attempt', () => {
    sink.confirm('r');
    sink.endAttempt();
    sink.endAttempt(new Error('no'));
    expect(told).toEqual(['confirmed by r, told', 'ended', 'fault']);
  });
});
