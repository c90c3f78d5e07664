import { checkGroups } from './checks.js';

it('no two checks have one id: a deviation would stand for both', () => {
  const ids = checkGroups.flatMap(({ checks }) => checks.map(({ id }) => id));
  expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
});
