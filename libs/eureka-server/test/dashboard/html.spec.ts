import { framed, html } from '../../src/dashboard/html.js';
import { htmlText } from './visible-text.js';

describe('the HTML template tag', () => {
  it('escapes values, but not HTML', () => {
    const evil = `<script>alert("1" & '2')</script>`;
    const escaped = '&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;';
    expect(html`<b title="${evil}">${html`<i>${evil}</i>`}</b>`.text).toBe(
      `<b title="${escaped}"><i>${escaped}</i></b>`,
    );
  });

  it('joins lists, and omits undefined', () => {
    expect(html`${['a', html`<i>i</i>`, 1, true]}${undefined}.`.text).toBe('a<i>i</i>1true.');
  });

  it('streams a long content, made only when it is read', () => {
    const rendered: string[] = [];
    function* content() {
      rendered.push('content');
      yield html`<li>${'<'}</li>`;
    }
    const pieces = framed(
      (inside) =>
        html`<ul title="${'<!-- -->'}">
          ${inside}
        </ul>`,
      content(),
    );
    expect(rendered).toEqual([]);
    expect(htmlText(pieces).replace(/\s+</g, '<')).toBe('<ul title="&lt;!-- --&gt;"><li>&lt;</li></ul>');
  });
});
