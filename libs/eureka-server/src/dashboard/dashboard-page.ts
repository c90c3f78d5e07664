import { applicationsTable } from './applications-table.js';
import type { ApplicationView } from './application-views.js';
import { html, type HtmlParts } from './html.js';
import { nameAndValue, page, pairsTable, type Pairs } from './layout.js';
import type { PageLinks } from './page-links.js';
import { statusSection, type StatusView } from './status-section.js';

export interface DashboardView {
  readonly status: StatusView;
  readonly applications: Iterable<ApplicationView>;
  readonly generalInfo: Pairs;
  readonly instanceInfo: Pairs;
}

/** Page at `/`, with the order and the texts of Spring's dashboard. */
export const dashboardPage = (view: DashboardView, links: PageLinks): HtmlParts =>
  page('Eureka', links, sections(view));

function* sections({ status, applications, generalInfo, instanceInfo }: DashboardView): HtmlParts {
  yield statusSection(status);
  yield html`<h1>Instances currently registered with Eureka</h1>`;
  yield* applicationsTable(applications);
  yield html`<h1>General Info</h1>
    ${pairsTable(generalInfo, nameAndValue)}
    <h1>Instance Info</h1>
    ${pairsTable(instanceInfo, nameAndValue)}`;
}
