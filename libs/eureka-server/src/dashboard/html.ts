/** Text that is HTML already. */
export class Html {
  constructor(readonly text: string) {}
}

/** A long text, to be sent as it is made. */
export type HtmlParts = Iterable<Html>;

type HtmlValue = Html | string | number | boolean | undefined | readonly HtmlValue[];

/** A template whose values are escaped, unless they are {@link Html} themselves. What is not there (`undefined`) leaves no trace. */
export function html(texts: TemplateStringsArray, ...parts: readonly HtmlValue[]): Html {
  let all = texts[0] ?? '';
  for (const [index, part] of parts.entries()) all += shown(part) + (texts[index + 1] ?? '');
  return new Html(all);
}

const hole = new Html('<!-- -->');

/** A long content and what stands around it. */
export function* framed(frame: (content: Html) => Html, content: HtmlParts): HtmlParts {
  const [before = '', after = ''] = frame(hole).text.split(hole.text);
  yield new Html(before);
  yield* content;
  yield new Html(after);
}

function shown(part: HtmlValue): string {
  if (part instanceof Html) return part.text;
  if (Array.isArray(part)) return part.map(shown).join('');
  return part === undefined ? '' : escaped(String(part));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
