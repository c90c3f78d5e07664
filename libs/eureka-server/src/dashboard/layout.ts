import { createHash } from 'node:crypto';
import { framed, html, Html, type HtmlParts } from './html.js';
import type { PageLinks } from './page-links.js';
import { style } from './style.js';

// Kept out of the template below: the policy's hash covers every character between the tags.
const styleElement = new Html(`<style>${style}</style>`);

/** Inlined, or browsers would ask the host for a `favicon.ico`. */
const icon =
  `data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E` +
  `%3Crect width='16' height='16' rx='3' fill='%2334302d'/%3E` +
  `%3Cpath d='M4 3h8v2H6v2h5v2H6v2h6v2H4z' fill='%236db33f'/%3E%3C/svg%3E`;

/** Allows the page's own style and icon only, whatever instances put into their names. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** HTML around a page's content. Its texts are those of Spring's dashboard, in English. */
export const page = (title: string, links: PageLinks, content: HtmlParts): HtmlParts =>
  framed((main) => document(title, links, main), content);

const document = (title: string, links: PageLinks, main: Html) =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="icon" href="${icon}" />
        ${styleElement}
      </head>
      <body>
        <header class="bar">
          <div>
            <a class="brand" href="${links.home}">Eureka <span>Nest</span></a>
            <nav>
              <a href="${links.home}" class="${currentClass(links, 'home')}">Home</a>
              <a href="${links.lastLeases}" class="${currentClass(links, 'lastLeases')}"
                >Last 1000 since startup</a
              >${links.console && html`<a href="${links.console}">Console</a>`}
            </nav>
          </div>
        </header>
        <main>${main}</main>
      </body>
    </html> `;

const currentClass = (links: PageLinks, page: PageLinks['current']) =>
  links.current === page ? 'here' : undefined;

export type Pairs = readonly (readonly [name: string, value: string | number | boolean])[];

/** Table with a row for each name and value. */
export const pairsTable = (pairs: Pairs, head?: Html): Html =>
  html`<table class="pairs">
    ${head}
    <tbody>
      ${pairs.map(
        ([name, value]) =>
          html`<tr>
            <td>${name}</td>
            <td>${value}</td>
          </tr>`,
      )}
    </tbody>
  </table>`;

export const nameAndValue = html`<thead>
  <tr>
    <th>Name</th>
    <th>Value</th>
  </tr>
</thead>`;
