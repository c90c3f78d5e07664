import type { DuplicateId } from '../core/registry/duplicate-ids.js';
import { html, type Html } from './html.js';
import { timestampText } from './page-text.js';
import type { Messages } from './messages.js';

/** A misconfigured registry may have thousands; the page lists the first few. */
const MAX_SHOWN = 20;

/**
 * Warning of instances that share an id: only one of them is ever called. Undefined if there are
 * none.
 */
export function duplicateIdsSection(
  all: readonly DuplicateId[],
  { lang, duplicateIds }: Messages,
): Html | undefined {
  if (all.length === 0) return undefined;
  const shown = all.slice(0, MAX_SHOWN);
  const rest = all.length - shown.length;
  return html`<section class="shared" lang="${lang}">
    <h2>${duplicateIds.title}</h2>
    <ul>
      ${shown.map((each) => html`<li>${line(each, duplicateIds)}</li>`)}
      ${rest > 0 ? html`<li>${duplicateIds.more(rest)}</li>` : undefined}
    </ul>
    <p>${duplicateIds.why}</p>
  </section>`;
}

const line = ({ app, id, addresses, at }: DuplicateId, { line }: Messages['duplicateIds']) =>
  line({
    app: html`<b>${app}</b>`,
    id: html`<b>${id}</b>`,
    addresses: addresses.map((each) => html`<bdi>${each}</bdi>`),
    at: timestampText(new Date(at)),
  });
