import type { RecentLease } from '../../core/recent-leases.js';
import { statusSection, type DashboardView } from './dashboard-page.js';
import { html, type Html } from './html.js';
import { page } from './layout.js';
import { leaseTimeText } from './page-text.js';

/** The page at `/lastn`. */
export const lastLeasesPage = (
  view: DashboardView,
  registered: readonly RecentLease[],
  cancelled: readonly RecentLease[],
): Html =>
  page(
    'Eureka - Last N events',
    html`${statusSection(view)}
      <h1 id="registered">Last 1000 newly registered leases</h1>
      ${leaseTable(registered)}
      <h1 id="cancelled">Last 1000 cancelled leases</h1>
      ${leaseTable(cancelled)}`,
  );

const leaseTable = (leases: readonly RecentLease[]) =>
  html`<table>
    <thead>
      <tr>
        <th>Timestamp</th>
        <th>Lease</th>
      </tr>
    </thead>
    <tbody>
      ${leases.length ? leases.map(leaseRow) : nothing}
    </tbody>
  </table>`;

const leaseRow = ({ at, lease }: RecentLease) =>
  html`<tr>
    <td>${leaseTimeText(new Date(at))}</td>
    <td>${lease}</td>
  </tr>`;

const nothing = html`<tr>
  <td colspan="2">No results available</td>
</tr>`;
