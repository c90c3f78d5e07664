import { createHash } from 'node:crypto';
import { html, Html } from './html.js';

const style = `
body { font: 16px/1.4 sans-serif; margin: 0 auto; max-width: 75em; padding: 0 1em 2em; color: #34302d; }
nav { background: #34302d; margin: 0 -1em; padding: .8em 1em; } nav a { color: #fff; margin-right: 1.5em; }
h1 { font-size: 1.4em; margin: 1.2em 0 .4em; } table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #ddd; padding: .4em; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
.red { color: #c00; font-weight: bold; } .large { font-size: 1.2em; } .pair { display: flex; gap: 0 2em; flex-wrap: wrap; align-items: flex-start; } .pair > table { flex: 1; }
`;

// Not in the template below: the hash is that of each character between the tags.
const styleElement = new Html(`<style>${style}</style>`);

/** Nothing but our own style may act on the page, whatever an instance calls itself. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const page = (title: string, content: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        ${styleElement}
      </head>
      <body>
        <nav><a href="/">Home</a> <a href="/lastn">Last 1000 since startup</a></nav>
        ${content}
      </body>
    </html> `;

/** Rows of a name and a value. */
export const pairsTable = (pairs: readonly (readonly [string, string | number | boolean])[]): Html =>
  html`<table>
    ${pairs.map(
      ([name, value]) =>
        html`<tr>
          <td>${name}</td>
          <td>${value}</td>
        </tr>`,
    )}
  </table>`;
