/** HTML, not to be escaped again. */
export class Html {
  constructor(readonly text: string) {}
}

/** HTML that is sent while it is being made. */
export type HtmlParts = Iterable<Html>;

type HtmlValue = Html | string | number | boolean | undefined | readonly HtmlValue[];

/** Template tag that escapes all values except {@link Html}. `undefined` becomes nothing. */
export function html(texts: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let all = texts[0] ?? '';
  for (const [index, value] of values.entries()) all += render(value) + (texts[index + 1] ?? '');
  return new Html(all);
}

const placeholder = new Html('<!-- -->');

/** Streams a long content inside a frame. */
export function* framed(frame: (content: Html) => Html, content: HtmlParts): HtmlParts {
  const [before = '', after = ''] = frame(placeholder).text.split(placeholder.text);
  yield new Html(before);
  yield* content;
  yield new Html(after);
}

function render(value: HtmlValue): string {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(render).join('');
  return value === undefined ? '' : escapeHtml(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
