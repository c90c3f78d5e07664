import type { DuplicateId } from '../core/registry/duplicate-ids.js';
import type { Explanation } from './explanation.js';
import { html, type Html } from './html.js';
import { pairsTable, type Pairs } from './layout.js';
import type { PeerState } from '../peers/peer-state.js';
import { duplicateIdsSection } from './duplicate-ids-section.js';
import type { Messages } from './messages.js';

export interface ReplicaView {
  readonly name: string;
  readonly page: string;
  readonly state: PeerState;
}

/** Link to a peer's own dashboard, without a login; its base URL has no page. */
export function replicaView(url: string, state: PeerState): ReplicaView {
  const page = new URL(url);
  const name = page.host;
  page.pathname = page.pathname.replace(/eureka(\/v2)?\/?$/, '');
  page.username = '';
  page.password = '';
  return { name, page: page.href, state };
}

export interface StatusView {
  readonly system: readonly [Pairs, Pairs];
  readonly warningBanner?: string;
  readonly explanation?: Explanation;
  readonly duplicateIds: readonly DuplicateId[];
  readonly replicas: readonly ReplicaView[];
  readonly messages: Messages;
}

/** Top of both pages. */
export const statusSection = (view: StatusView): Html =>
  html`<h1>System Status</h1>
    <div class="pair">${view.system.map((pairs) => pairsTable(pairs))}</div>
    ${view.warningBanner && html`<p class="banner red large">${view.warningBanner}</p>`}${view.explanation &&
    explanationSection(view.explanation, view.messages)}${duplicateIdsSection(
      view.duplicateIds,
      view.messages,
    )}
    <h1>DS Replicas</h1>
    <ul class="peers">
      ${view.replicas.map((each) => replica(each, view.messages))}
    </ul>`;

function explanationSection(explanation: Explanation, { lang, heads, sum, meaning, change }: Messages): Html {
  const [sumHead, meaningHead, changeHead] = heads;
  const advice = change[explanation.reason]?.(explanation);
  return html`<section class="why" lang="${lang}">
    <p><b>${sumHead}</b> ${sum(explanation)}</p>
    <p><b>${meaningHead}</b> ${meaning[explanation.reason](explanation)}</p>
    ${advice && html`<p><b>${changeHead}</b> ${advice}</p>`}
  </section>`;
}

const replica = ({ name, page, state }: ReplicaView, { lang, peer }: Messages) =>
  html`<li><a href="${page}">${name}</a> <span class="state" lang="${lang}">(${peer(state)})</span></li>`;
