import withBrowser from '../page/setup.mjs';
import { buildSites } from './harness/sites.mjs';

/** Finds or installs the browser, and builds the companion unless only the commands run. */
export default function () {
  withBrowser();
  const isAsked = (/** @type {RegExp} */ name) => process.argv.some((each) => name.test(each));
  if (!isAsked(/course/) || isAsked(/site|playground/)) buildSites();
}
