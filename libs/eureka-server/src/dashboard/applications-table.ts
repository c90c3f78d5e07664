import type { ApplicationView, Counted, LinkView } from './dashboard-view.js';
import { framed, html, type HtmlParts } from './html.js';

/** Who is registered: a row for each application, a piece for each instance. */
export const applicationsTable = (applications: Iterable<ApplicationView>): HtmlParts =>
  framed(
    (rows) =>
      html`<table class="apps">
        <thead>
          <tr>
            <th class="name">Application</th>
            <th class="few">AMIs</th>
            <th class="few">Availability Zones</th>
            <th>Status</th>
          </tr>
        </thead>
        <tbody>
          ${rows}
        </tbody>
      </table>`,
    rowsOf(applications),
  );

function* rowsOf(applications: Iterable<ApplicationView>): HtmlParts {
  let any = false;
  for (const application of applications) {
    any = true;
    yield* row(application);
  }
  if (!any) yield nothing;
}

const row = (application: ApplicationView): HtmlParts =>
  framed(
    (status) =>
      html`<tr>
        <td><b>${application.name}</b></td>
        <td data-head="AMIs">${counted(application.amis)}</td>
        <td data-head="Availability Zones">${counted(application.zones)}</td>
        <td>${status}</td>
      </tr>`,
    statusLines(application),
  );

const counted = (names: Counted) =>
  names.map(([name, count]) => html`<span><b>${name}</b> (${count})</span> `);

function* statusLines({ statuses }: ApplicationView): HtmlParts {
  for (const { status, instances } of statuses) {
    const head = html`<b>${status}</b> (${instances.length}) - `;
    const loud = status === 'UP' ? head : html`<span class="red large">${head}</span>`;
    yield* framed((links) => html`<div>${loud}${links}</div>`, linksOf(instances));
  }
}

function* linksOf(instances: readonly LinkView[]): HtmlParts {
  for (const [index, { id, url }] of instances.entries()) {
    if (index > 0) yield comma;
    yield url === undefined
      ? html`<bdi>${id}</bdi>`
      : html`<a href="${url}" target="_blank" rel="noopener noreferrer">${id}</a>`;
  }
}

const comma = html` , `;

const nothing = html`<tr>
  <td colspan="4">No instances available</td>
</tr>`;
