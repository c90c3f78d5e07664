import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loggedTexts } from './log-calls.mjs';

const root = join(__dirname, '..');

describe('the texts that a source logs', () => {
  const texts = (source: string) => loggedTexts(source).map(({ pieces }) => pieces);

  it.each([
    ["this.logger.log('no peers');", [['no peers']]],
    ['logger?.warn(`peer ${url} removed: ${reason}`);', [['peer', 'removed:']]],
    ['new Logger(name).error(`port ${port}`);', [['port']]],
    ["log.debug(isNew ? 'added' : `removed ${id}`);", [['added'], ['removed']]],
    ['logger.log(oneLine(`evicted ${id}`));', [['evicted']]],
    ['{ const text = `renewed ${id}`; logger.debug(text); }', [['renewed']]],
    ['logger.warn(refusal(url)); function refusal(url) { return `refused ${url}`; }', [['refused']]],
    ['logger.warn(refusal(url)); const refusal = (url) => `refused ${url}`;', [['refused']]],
    ["logger.error(error.stack); console.log('printed'); Math.log(2);", []],
  ])('%s', (source, expected) => {
    expect(texts(source)).toEqual(expected);
  });
});

describe('the page of log lines', () => {
  it('has every line that the packages log', () => {
    const page = readFileSync(join(root, 'docs/reference/logs.md'), 'utf8')
      .replaceAll('\\|', '|')
      .split('\n')
      .map((line) => line.replace(/\s+/g, ' '));
    const sources = readdirSync(join(root, 'libs'), { recursive: true, encoding: 'utf8' }).filter(
      (file) => /^[^/\\]+[/\\]src[/\\].*\.ts$/.test(file) && !file.endsWith('.spec.ts'),
    );
    const missing: string[] = [];
    let count = 0;
    for (const file of sources) {
      for (const { line, pieces } of loggedTexts(readFileSync(join(root, 'libs', file), 'utf8'))) {
        count++;
        const isListed = page.some((each) => isInOrder(pieces, each));
        if (!isListed) missing.push(`libs/${file}:${line}: ${pieces.join(' … ')}`);
      }
    }
    expect(count).toBeGreaterThan(50);
    expect(missing).toEqual([]);
  });
});

/** True if a line contains all pieces, one after the other. */
function isInOrder(pieces: readonly string[], line: string): boolean {
  let from = 0;
  return pieces.every((piece) => {
    const at = line.indexOf(piece.replace(/\s+/g, ' '), from);
    from = at + piece.length;
    return at >= 0;
  });
}
