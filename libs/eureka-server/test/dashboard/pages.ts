import { applicationViews } from '../../src/dashboard/dashboard-view.js';
import { dashboardPage, type DashboardView } from '../../src/dashboard/dashboard-page.js';
import { messagesFor } from '../../src/dashboard/language.js';
import { lastLeasesPage, type LastLeasesView } from '../../src/dashboard/last-leases-page.js';
import { linksFrom } from '../../src/dashboard/page-links.js';
import type { StatusView } from '../../src/dashboard/status-section.js';
import { textOf } from './seen.js';

const status: StatusView = {
  system: [[['Environment', 'test']], [['Renews threshold', 6]]],
  duplicateIds: [],
  replicas: [],
  messages: messagesFor('en'),
};

/** The text of the page of an empty registry, but for what is asked to be otherwise. */
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
  return textOf(dashboardPage(view, linksFrom('home', '/')));
};

export const aLastLeasesPage = (given: Partial<Omit<LastLeasesView, 'status'>> = {}): string =>
  textOf(
    lastLeasesPage({ status, registered: [], cancelled: [], ...given }, linksFrom('lastLeases', '/lastn')),
  );
