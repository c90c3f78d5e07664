import sax from 'sax';
import { chartOf } from './chart.mjs';

const figures = [
  { title: 'Heartbeat <CPU> & more', unit: 'µs', ours: 20, java: 40 },
  { title: 'A caller reacts', unit: 'ms', ours: 10, java: 274_000 },
  { title: 'Slower than Java', unit: 's', ours: 2, java: 1 },
];

/** Elements of an SVG in order, with their texts. @throws if it is not well-formed */
function elementsOf(svg) {
  const found = [];
  const parser = sax.parser(true);
  parser.onerror = (error) => {
    throw error;
  };
  parser.onopentag = ({ name, attributes }) => found.push({ name, ...attributes, text: '' });
  parser.ontext = (text) => (found.at(-1).text += text);
  parser.write(svg).close();
  return found;
}

describe('the chart', () => {
  const elements = elementsOf(chartOf(figures));
  const bars = (kind) =>
    elements
      .filter((each) => each.name === 'rect' && each.class === kind)
      .slice(1)
      .map(({ width }) => Number(width));

  it('has bars in proportion within each row, and none too small to see', () => {
    expect(bars('ours')).toEqual([190, 2, 380]);
    expect(bars('java')).toEqual([380, 380, 190]);
  });

  it('states every figure as a text, and all of them for a reader who does not see it', () => {
    const texts = elements.filter(({ name }) => name === 'text').map(({ text }) => text.trim());
    for (const each of ['Heartbeat <CPU> & more', '20.0 µs', '40.0 µs', '10.0 ms', '274 s', '2.00 s'])
      expect(texts).toContain(each);
    const { text } = elements.find(({ name }) => name === 'desc');
    expect(text.trim()).toContain('A caller reacts: Eureka Nest 10.0 ms, Java 274 s.');
    const svg = elements.find(({ name }) => name === 'svg');
    expect(svg).toMatchObject({ role: 'img', 'aria-labelledby': 'title text' });
  });

  it('stays within its frame', () => {
    const [{ width, height }] = elements;
    for (const { x = 0, y = 0, width: own = 0, height: high = 0 } of elements.slice(1)) {
      expect(Number(x) + Number(own)).toBeLessThanOrEqual(Number(width));
      expect(Number(y) + Number(high)).toBeLessThanOrEqual(Number(height));
    }
  });

  it('loads nothing, has colours for a dark page, and is the same each time', () => {
    const svg = chartOf(figures);
    expect(svg).not.toMatch(/url\(|href|@import|@font-face/);
    expect(svg).toContain('@media (prefers-color-scheme: dark)');
    expect(chartOf(figures)).toBe(svg);
  });
});
