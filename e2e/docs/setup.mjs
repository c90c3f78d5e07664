import withBrowser from '../page/setup.mjs';

/** Finds or installs the browser. */
export default function () {
  withBrowser();
}
