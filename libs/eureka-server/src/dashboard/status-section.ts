import type { DuplicateId } from '../core/registry/duplicate-ids.js';
import type { Explanation } from './explanation.js';
import { html, type Html } from './html.js';
import { pairsTable, type Pairs } from './layout.js';
import type { ReplicaView } from './replica-view.js';
import { sharedIdsSection } from './shared-ids-section.js';
import type { Words } from './messages.js';

export interface StatusView {
  readonly system: readonly [Pairs, Pairs];
  readonly redLine?: string;
  readonly explanation?: Explanation;
  readonly sharedIds: readonly DuplicateId[];
  readonly replicas: readonly ReplicaView[];
  readonly words: Words;
}

/** What both pages begin with. */
export const statusSection = (view: StatusView): Html =>
  html`<h1>System Status</h1>
    <div class="pair">${view.system.map((pairs) => pairsTable(pairs))}</div>
    ${view.redLine && html`<p class="banner red large">${view.redLine}</p>`}${view.explanation &&
    explained(view.explanation, view.words)}${sharedIdsSection(view.sharedIds, view.words)}
    <h1>DS Replicas</h1>
    <ul class="peers">
      ${view.replicas.map((each) => replica(each, view.words))}
    </ul>`;

function explained(facts: Explanation, { lang, heads, sum, meaning, change }: Words): Html {
  const [sumHead, meaningHead, changeHead] = heads;
  const advice = change[facts.reason]?.(facts);
  return html`<section class="why" lang="${lang}">
    <p><b>${sumHead}</b> ${sum(facts)}</p>
    <p><b>${meaningHead}</b> ${meaning[facts.reason](facts)}</p>
    ${advice && html`<p><b>${changeHead}</b> ${advice}</p>`}
  </section>`;
}

const replica = ({ name, page, state }: ReplicaView, { lang, peer }: Words) =>
  html`<li><a href="${page}">${name}</a> <span class="state" lang="${lang}">(${peer(state)})</span></li>`;
