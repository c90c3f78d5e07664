import { ensured } from '../../tools/debian.mjs';
import withBrowser from '../page/setup.mjs';

/** Finds or installs the browser, and what makes the committed pictures small. */
export default function () {
  withBrowser();
  if (process.env.WRITE_PICTURES) ensured({ programs: ['pngquant'], from: ['pngquant'] });
}
