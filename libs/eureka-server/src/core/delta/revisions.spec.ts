import fc from 'fast-check';
import { Revisions } from './revisions.js';

describe('revisions', () => {
  it('give each change of a name a new number, and absent names none', () => {
    const revisions = new Revisions();
    revisions.touch('SHOP');
    revisions.touch('BILLING');
    revisions.touch('SHOP');
    expect([revisions.of('SHOP'), revisions.of('BILLING'), revisions.of('CART')]).toEqual([3, 2, undefined]);
    expect([...revisions]).toEqual([
      ['SHOP', 3],
      ['BILLING', 2],
    ]);
  });

  it('count a name that is gone as a change, once', () => {
    const revisions = new Revisions();
    revisions.touch('SHOP');
    revisions.drop('SHOP');
    revisions.drop('SHOP');
    expect([revisions.current, revisions.size, revisions.of('SHOP')]).toEqual([2, 0, undefined]);
  });

  it('give a name that comes back a number that it never had', () => {
    const revisions = new Revisions();
    revisions.touch('SHOP');
    revisions.drop('SHOP');
    revisions.touch('SHOP');
    expect(revisions.of('SHOP')).toBe(3);
  });

  it('list the names changed or removed since a revision', () => {
    const revisions = new Revisions();
    revisions.touch('SHOP');
    revisions.touch('BILLING');
    const seen = revisions.current;
    expect(revisions.changedSince(seen)).toEqual([]);
    revisions.touch('CART');
    revisions.drop('SHOP');
    expect(revisions.changedSince(seen)).toEqual(['CART', 'SHOP']);
    expect(revisions.changedSince(0)).toEqual(['SHOP', 'BILLING', 'CART', 'SHOP']);
  });

  it('list none for a revision more than a thousand changes ago, and remember no more names than that', () => {
    const revisions = new Revisions();
    for (let change = 0; change < 1024; change++) revisions.touch(`APP-${change}`);
    expect(revisions.changedSince(-1)).toBeUndefined();
    expect(revisions.changedSince(0)).toHaveLength(1024);
    revisions.touch('SHOP');
    expect(revisions.changedSince(0)).toBeUndefined();
    expect(revisions.changedSince(1)?.at(-1)).toBe('SHOP');
  });

  it('remember no more than a million characters of names', () => {
    const revisions = new Revisions();
    for (const name of ['a', 'b', 'c']) revisions.touch(name.repeat(500_000));
    expect(revisions.changedSince(0)).toBeUndefined();
    expect(revisions.changedSince(1)).toHaveLength(2);
  });

  it('lead a reader of the changes to the same state as a reader of everything', () => {
    const change = fc.record({ name: fc.constantFrom('a', 'b', 'c', '__proto__'), leaves: fc.boolean() });
    fc.assert(
      fc.property(fc.array(fc.array(change, { maxLength: 5 })), (looks) => {
        const revisions = new Revisions();
        const copy = new Map<string, number>();
        let seen = 0;
        for (const changes of looks) {
          for (const { name, leaves } of changes) {
            if (leaves) revisions.drop(name);
            else revisions.touch(name);
          }
          for (const name of revisions.changedSince(seen) ?? []) {
            const revision = revisions.of(name);
            if (revision === undefined) copy.delete(name);
            else copy.set(name, revision);
          }
          seen = revisions.current;
          expect(new Map([...copy].sort())).toEqual(new Map([...revisions].sort()));
        }
      }),
    );
  });
});
