import type { RecentLease } from '../core/registry/recent-leases.js';
import { framed, html, type HtmlParts } from './html.js';
import { page } from './layout.js';
import type { PageLinks } from './page-links.js';
import { leaseTimeText } from './page-text.js';
import { statusSection, type StatusView } from './status-section.js';

export interface LastLeasesView {
  readonly status: StatusView;
  readonly registered: readonly RecentLease[];
  readonly cancelled: readonly RecentLease[];
}

/** Page at `lastn`. Its two tabs work by style alone, without a script. */
export const lastLeasesPage = (view: LastLeasesView, links: PageLinks): HtmlParts =>
  page('Eureka - Last N events', links, sections(view));

function* sections({ status, registered, cancelled }: LastLeasesView): HtmlParts {
  yield statusSection(status);
  yield html`<ul class="tabs">
    <li><a class="cancelled" id="tab-cancelled" href="#cancelled">Last 1000 cancelled leases</a></li>
    <li>
      <a class="registered" id="tab-registered" href="#registered">Last 1000 newly registered leases</a>
    </li>
  </ul>`;
  yield* pane('cancelled', cancelled);
  yield* pane('registered', registered);
}

const pane = (name: string, leases: readonly RecentLease[]): HtmlParts =>
  framed(
    (rows) =>
      html`<section class="pane" id="${name}" aria-labelledby="tab-${name}">
        <table>
          <thead>
            <tr>
              <th class="when">Timestamp</th>
              <th>Lease</th>
            </tr>
          </thead>
          <tbody>
            ${rows}
          </tbody>
        </table>
      </section>`,
    rowsOf(leases),
  );

function* rowsOf(leases: readonly RecentLease[]): HtmlParts {
  for (const { at, lease } of leases) {
    yield html`<tr>
      <td>${leaseTimeText(new Date(at))}</td>
      <td><bdi>${lease}</bdi></td>
    </tr>`;
  }
  if (leases.length === 0) yield emptyRow;
}

const emptyRow = html`<tr>
  <td colspan="2">No results available</td>
</tr>`;
