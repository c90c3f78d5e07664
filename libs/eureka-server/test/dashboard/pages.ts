import { applicationViews } from '../../src/dashboard/application-views.js';
import { dashboardPage, type DashboardView } from '../../src/dashboard/dashboard-page.js';
import { messagesFor } from '../../src/dashboard/language.js';
import { lastLeasesPage, type LastLeasesView } from '../../src/dashboard/last-leases-page.js';
import { linksFrom } from '../../src/dashboard/page-links.js';
import type { StatusView } from '../../src/dashboard/status-section.js';
import { htmlText } from './visible-text.js';

const status: StatusView = {
  system: [[['Environment', 'test']], [['Renews threshold', 6]]],
  duplicateIds: [],
  replicas: [],
  messages: messagesFor('en'),
};

/** Page of an empty registry, with the given differences. */
export const aDashboard = (
  given: Partial<StatusView> = {},
  applications: Parameters<typeof applicationViews>[0] = [],
): string => {
  const view: DashboardView = {
    status: { ...status, ...given },
    applications: applicationViews(applications),
    generalInfo: [['num-of-cpus', 2]],
    instanceInfo: [['status', 'UP']],
  };
  return htmlText(dashboardPage(view, linksFrom('home', '/')));
};

export const aLastLeasesPage = (given: Partial<Omit<LastLeasesView, 'status'>> = {}): string =>
  htmlText(
    lastLeasesPage({ status, registered: [], cancelled: [], ...given }, linksFrom('lastLeases', '/lastn')),
  );
