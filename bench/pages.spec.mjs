import { benches, chart, pageOf } from './pages.mjs';

describe('the pages of the reference', () => {
  it.each(benches)('have the tables of the results of %s (to write them: node bench/pages.mjs)', (bench) => {
    const { text, updated } = pageOf(bench);
    expect(text).toBe(updated);
  });

  it('have the chart of the results', () => {
    const { text, updated } = chart();
    expect(text).toBe(updated);
  });
});
