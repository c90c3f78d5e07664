import { ensured, find } from '../../tools/debian.mjs';

const browsers = ['chromium', 'chromium-browser', 'google-chrome'];
const found = () => browsers.map(find).find((each) => each !== undefined);

/** Finds or installs a browser, and a font for the Chinese explanation. */
export default function () {
  if (!found()) ensured({ programs: ['chromium'], from: ['chromium', 'fonts-noto-cjk'] });
  process.env.PAGE_BROWSER = found();
}
