import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sourceRegions } from './source-regions.js';

const root = join(__dirname, '../../../..');

it.each(sourceRegions)('$symbol is in $file', ({ file, symbol }) => {
  const source = readFileSync(join(root, file), 'utf8');
  const [owner = '', member] = symbol.split('.');
  expect(source).toMatch(new RegExp(`export (?:class|function\\*?|const) ${owner}\\b`));
  if (member) expect(source).toMatch(new RegExp(`^  (?:private |async |readonly )*${member}\\(`, 'm'));
});
