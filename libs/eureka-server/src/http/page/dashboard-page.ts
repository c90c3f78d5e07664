import type { ApplicationView, BannerView, LinkView, ReplicaView } from './dashboard-view.js';
import { html, type Html } from './html.js';
import { page, pairsTable } from './layout.js';

type Pairs = readonly (readonly [string, string | number | boolean])[];

export interface DashboardView {
  readonly system: readonly [Pairs, Pairs];
  readonly banner?: BannerView;
  readonly replicas: readonly ReplicaView[];
  readonly applications: readonly ApplicationView[];
  readonly generalInfo: Pairs;
  readonly instanceInfo: Pairs;
}

/** The page at `/`, in the original's order and words. */
export const dashboardPage = (view: DashboardView): Html =>
  page(
    'Eureka',
    html`${statusSection(view)}
      <h1>Instances currently registered with Eureka</h1>
      <table>
        <thead>
          <tr>
            <th>Application</th>
            <th>AMIs</th>
            <th>Availability Zones</th>
            <th>Status</th>
          </tr>
        </thead>
        <tbody>
          ${view.applications.length ? view.applications.map(applicationRow) : nothing}
        </tbody>
      </table>
      <h1>General Info</h1>
      ${pairsTable(view.generalInfo)}
      <h1>Instance Info</h1>
      ${pairsTable(view.instanceInfo)}`,
  );

/** What this page and that of the last leases begin with. */
export const statusSection = ({ system, banner, replicas }: DashboardView): Html =>
  html`<h1>System Status</h1>
    <div class="pair">${system.map(pairsTable)}</div>
    ${banner &&
    html`<p class="red large">${banner.text}</p>
      <p>${banner.sum}</p>`}
    <h1>DS Replicas</h1>
    <ul>
      ${replicas.map(({ name, page, state }) => html`<li><a href="${page}">${name}</a> (${state})</li>`)}
    </ul>`;

const nothing = html`<tr>
  <td colspan="4">No instances available</td>
</tr>`;

const applicationRow = ({ name, amis, zones, statuses }: ApplicationView) =>
  html`<tr>
    <td><b>${name}</b></td>
    <td>${amis.map(counted)}</td>
    <td>${zones.map(counted)}</td>
    <td>${statuses.map(statusLine)}</td>
  </tr>`;

const counted = ([name, count]: readonly [string, number]) => html`<b>${name}</b> (${count}) `;

const statusLine = ({ status, instances }: ApplicationView['statuses'][number]) => {
  const head = html`<b>${status}</b> (${instances.length}) - `;
  const loud = status === 'UP' ? head : html`<span class="red large">${head}</span>`;
  return html`<div>${loud}${instances.map((each, index) => [index > 0 ? html` , ` : '', link(each)])}</div>`;
};

const link = ({ id, url }: LinkView) =>
  url === undefined
    ? html`${id}`
    : html`<a href="${url}" target="_blank" rel="noopener noreferrer">${id}</a>`;
