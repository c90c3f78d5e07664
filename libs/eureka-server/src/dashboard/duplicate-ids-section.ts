import type { DuplicateId } from '../core/registry/duplicate-ids.js';
import { html, type Html } from './html.js';
import { isoTimeText } from './page-text.js';
import type { Messages } from './messages.js';

/** A misconfigured registry may have thousands; nobody reads them. */
const MOST_SHOWN = 20;

/** Loud, for one of the two is called by nobody; not there while there is no such id. */
export function duplicateIdsSection(
  all: readonly DuplicateId[],
  { lang, duplicateIds }: Messages,
): Html | undefined {
  if (all.length === 0) return undefined;
  const shown = all.slice(0, MOST_SHOWN);
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
    at: isoTimeText(new Date(at)),
  });
