import { SeededRandom } from '@eureka-nest/runtime/testing';
import { EventQueue } from './event-queue.js';

describe('simulated time', () => {
  it('runs events by time, and events of one time in the order of scheduling', () => {
    const queue = new EventQueue();
    const chance = new SeededRandom(7);
    const moments = Array.from({ length: 200 }, () => chance.between(0, 50));
    const happened: (readonly [number, number])[] = [];
    moments.forEach((at, index) => queue.at(at, () => happened.push([at, index])));
    queue.runUntil(50);
    const wanted = moments.map((at, index) => [at, index] as const);
    expect(happened).toEqual(wanted.sort((one, other) => one[0] - other[0] || one[1] - other[1]));
  });

  it('stops at the given end, and goes on from there', () => {
    const queue = new EventQueue();
    const happened: number[] = [];
    queue.at(10, () => queue.in(5, () => happened.push(queue.now)));
    queue.runUntil(12);
    expect([queue.now, happened]).toEqual([12, []]);
    queue.at(3, () => happened.push(queue.now)); // in the past: runs now
    queue.runUntil(20);
    expect(happened).toEqual([12, 15]);
  });

  it('stops on request', () => {
    const queue = new EventQueue();
    let count = 0;
    const again = () => {
      count += 1;
      queue.in(1, again);
    };
    again();
    queue.runUntil(1_000, () => count === 10);
    expect(count).toBe(10);
  });
});
