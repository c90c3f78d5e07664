import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Language, requestLanguage } from './language.js';

/** Values for the parameters in a path, so that its link can be followed. */
const examples: Readonly<Record<string, string>> = { id: '31', serial: 'atguigu003' };

const texts = {
  en: { routes: 'Routes to open', docs: 'all routes, to be tried out' },
  zh: { routes: '可以打开的路由', docs: '全部路由，可直接调用' },
};

/** Serves a page at `/` with a link to each GET route, for those who open the bare address. */
export function serveStartPage(
  app: NestFastifyApplication,
  title: string,
  description: Readonly<Record<Language, string>>,
  document: () => OpenAPIObject,
): void {
  const server = app.getHttpAdapter().getInstance();
  server.get('/', async ({ headers }: FastifyRequest, reply: FastifyReply) => {
    const language = requestLanguage(headers['accept-language']);
    void reply.type('text/html; charset=utf-8').header('vary', 'accept-language');
    return startPage(title, description[language], linksOf(document()), language);
  });
}

interface Link {
  readonly url: string;
  readonly summary: string;
}

function linksOf({ paths }: OpenAPIObject): readonly Link[] {
  return Object.entries(paths).flatMap(([path, { get }]) => {
    if (!get) return [];
    const url = path.replace(/\{(\w+)\}/g, (_, name: string) => examples[name] ?? name);
    const query = (get.parameters ?? []).flatMap((each) =>
      'in' in each && each.in === 'query' ? [`${each.name}=${examples[each.name] ?? ''}`] : [],
    );
    return [{ url: query.length > 0 ? `${url}?${query.join('&')}` : url, summary: get.summary ?? '' }];
  });
}

const startPage = (
  title: string,
  description: string,
  links: readonly Link[],
  language: Language,
): string => `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>${title}</title>
    <style>body { font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 60em; padding: 0 1em; }</style>
  </head>
  <body>
    <h1>${title}</h1>
    <p>${description}</p>
    <h2>${texts[language].routes}</h2>
    <ul>
${[...links, { url: '/docs', summary: texts[language].docs }].map(item).join('\n')}
    </ul>
  </body>
</html>
`;

const item = ({ url, summary }: Link): string =>
  `      <li><a href="${escaped(url)}">${escaped(url)}</a>: ${escaped(summary)}</li>`;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
