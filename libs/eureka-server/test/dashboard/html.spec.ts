import { framed, html } from '../../src/dashboard/html.js';
import { textOf } from './seen.js';

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

  it('may have a long content, which is made only when it is asked for', () => {
    const asked: string[] = [];
    function* content() {
      asked.push('content');
      yield html`<li>${'<'}</li>`;
    }
    const pieces = framed(
      (inside) =>
        html`<ul title="${'<!-- -->'}">
          ${inside}
        </ul>`,
      content(),
    );
    expect(asked).toEqual([]);
    expect(textOf(pieces).replace(/\s+</g, '<')).toBe('<ul title="&lt;!-- --&gt;"><li>&lt;</li></ul>');
  });
});
