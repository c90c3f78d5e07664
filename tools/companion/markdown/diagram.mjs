import { createHash } from 'node:crypto';
import { renderMermaidSVG } from 'beautiful-mermaid';

/** Colours are those of the theme, and follow its light and dark looks. */
const look = {
  bg: 'var(--vp-c-bg)',
  fg: 'var(--vp-c-text-1)',
  line: 'var(--vp-c-text-3)',
  accent: 'var(--vp-c-brand-1)',
  muted: 'var(--vp-c-text-2)',
  surface: 'var(--vp-c-bg-soft)',
  border: 'var(--vp-c-text-3)',
  transparent: true,
  padding: 4,
  nodeSpacing: 20,
  layerSpacing: 36,
};

/**
 * A Mermaid diagram as a figure with inline SVG, and with its arrows as text for those who do not
 * see it. Its rules of style are part of the theme: Vue leaves a style element out.
 *
 * @param {string} code
 * @param {'zh' | 'en'} language
 */
export function diagram(code, language) {
  const id = createHash('sha256').update(code).digest('hex').slice(0, 8);
  const svg = renderMermaidSVG(code, look)
    .replace(/<style>[\s\S]*?<\/style>\s*/, '')
    .replace(/\b(id="|url\(#)((?:arrowhead|seq-arrow)[\w-]*)/g, `$1$2-${id}`)
    .replace('<svg ', '<svg aria-hidden="true" ');
  const text = diagramText(svg, language);
  return `<figure v-pre class="diagram" role="img" aria-label="${text}" tabindex="0">${svg}</figure>\n`;
}

/**
 * The arrows of a rendered diagram in words, in the escaped form of an attribute.
 *
 * @param {string} svg
 * @param {'zh' | 'en'} language
 */
export function diagramText(svg, language) {
  const attributes = (/** @type {string} */ tag) =>
    Object.fromEntries([...tag.matchAll(/data-([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]));
  const all = [...svg.matchAll(/<(?:g|polyline) class="(node|actor|edge|message)" [^>]*>/g)].map(
    ([tag, kind]) => ({
      kind,
      ...attributes(tag),
    }),
  );
  const plain = (/** @type {string} */ label) => label.replace(/\s+/g, ' ').trim();
  const labels = new Map(all.flatMap(({ id, label }) => (id === undefined ? [] : [[id, label]])));
  // The whole label at the first mention, its first line afterwards.
  const mentioned = new Set();
  const nameOf = (/** @type {string} */ id) => {
    const label = labels.get(id) ?? id;
    const name = mentioned.has(id) ? label.split('\n', 1)[0] : label;
    mentioned.add(id);
    return plain(name);
  };
  const arrows = all.flatMap(({ from, to, label }) => {
    if (from === undefined) return [];
    const line = `${nameOf(from)} → ${nameOf(to)}`;
    return [label ? `${line}${language === 'zh' ? '：' : ': '}${plain(label)}` : line];
  });
  const [start, between] = language === 'zh' ? ['示意图：', '；'] : ['Diagram: ', '; '];
  return start + (arrows.length > 0 ? arrows : [...labels.values()].map(plain)).join(between);
}
