import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { atReceiver, atSender, evictionRegion, probeRegion } from './source-regions.js';

const root = join(__dirname, '../../../..');
const regions = [...Object.values(atReceiver), ...Object.values(atSender), probeRegion, evictionRegion];

it.each(regions)('$symbol is in $file', ({ file, symbol }) => {
  const source = readFileSync(join(root, file), 'utf8');
  const [owner = '', member] = symbol.split('.');
  expect(source).toMatch(new RegExp(`export (?:class|function\\*?|const) ${owner}\\b`));
  if (member) expect(source).toMatch(new RegExp(`^  (?:private |async |readonly )*${member}\\(`, 'm'));
});
