import type { ApplicationView, Counts, LinkView } from './application-views.js';
import { framed, html, type HtmlParts } from './html.js';

/** Table of the registered applications; each row is streamed in parts, one per instance. */
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
  let isEmpty = true;
  for (const application of applications) {
    isEmpty = false;
    yield* row(application);
  }
  if (isEmpty) yield emptyRow;
}

const row = (application: ApplicationView): HtmlParts =>
  framed(
    (status) =>
      html`<tr>
        <td><b>${application.name}</b></td>
        <td data-head="AMIs">${countList(application.amis)}</td>
        <td data-head="Availability Zones">${countList(application.zones)}</td>
        <td>${status}</td>
      </tr>`,
    statusLines(application),
  );

const countList = (names: Counts) =>
  names.map(([name, count]) => html`<span><b>${name}</b> (${count})</span> `);

function* statusLines({ statuses }: ApplicationView): HtmlParts {
  for (const { status, instances } of statuses) {
    const head = html`<b>${status}</b> (${instances.length}) - `;
    const label = status === 'UP' ? head : html`<span class="red large">${head}</span>`;
    yield* framed((links) => html`<div>${label}${links}</div>`, linksOf(instances));
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

const emptyRow = html`<tr>
  <td colspan="4">No instances available</td>
</tr>`;
