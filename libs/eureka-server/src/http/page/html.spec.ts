import { html } from './html.js';

describe('a piece of HTML', () => {
  it('escapes what is put into it, but not other pieces', () => {
    const evil = `<script>alert("1" & '2')</script>`;
    const escaped = '&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;';
    expect(html`<b title="${evil}">${html`<i>${evil}</i>`}</b>`.text).toBe(
      `<b title="${escaped}"><i>${escaped}</i></b>`,
    );
  });

  it('joins lists, and leaves out what is not there', () => {
    expect(html`${['a', html`<i>i</i>`, 1, true]}${undefined}.`.text).toBe('a<i>i</i>1true.');
  });
});
