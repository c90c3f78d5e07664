import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { inLanguage, type Language, type Phrases, requestLanguage } from './language.js';

/** Values for the parameters in a path, so that its link can be followed. */
const examples: Readonly<Record<string, string>> = { id: '31', serial: 'atguigu003' };

const texts = {
  en: {
    routes: 'Routes to open',
    docs: 'All routes, to be tried out',
    actuator: {
      '/actuator': 'State of this app',
      '/actuator/health': 'Is it up?',
      '/actuator/info': 'What it is',
    },
  },
  zh: {
    routes: '可以打开的路由',
    docs: '全部路由，可直接调用',
    actuator: { '/actuator': '应用状态', '/actuator/health': '是否正常运行', '/actuator/info': '应用信息' },
  },
};

/**
 * Serves a page at `/` with a link to each GET route, for those who open the bare address.
 *
 * @param phrases summaries of the routes in Chinese
 */
export function serveStartPage(
  app: NestFastifyApplication,
  title: string,
  description: Readonly<Record<Language, string>>,
  document: () => OpenAPIObject,
  phrases: Phrases,
): void {
  const server = app.getHttpAdapter().getInstance();
  server.get('/', async ({ headers }: FastifyRequest, reply: FastifyReply) => {
    const language = requestLanguage(headers['accept-language']);
    void reply.type('text/html; charset=utf-8').header('vary', 'accept-language');
    const { docs, actuator } = texts[language];
    const links = linksOf(document());
    const own = links.filter(({ url }) => !(url in actuator));
    // The actuator of every app comes last; the document describes it no further.
    const common = Object.entries(actuator).filter(([path]) => links.some(({ url }) => url === path));
    const all = [
      ...own.map(({ url, summary }) => ({ url, summary: inLanguage(language, summary, phrases) })),
      ...[...common, ['/docs', docs] as const].map(([url, summary]) => ({ url, summary })),
    ];
    return startPage(title, description[language], all, language);
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
    <style>
      :root { color-scheme: light dark; }
      body { font: 16px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 48em; padding: 0 1em; }
      h1 { font-size: 1.5em; overflow-wrap: anywhere; }
      h2 { font-size: 1.1em; }
      dt { margin-top: 0.75em; font-family: ui-monospace, monospace; overflow-wrap: anywhere; }
      dd { margin: 0; }
    </style>
  </head>
  <body>
    <h1>${title}</h1>
    <p>${description}</p>
    <h2>${texts[language].routes}</h2>
    <dl>
${links.map(item).join('\n')}
    </dl>
  </body>
</html>
`;

const item = ({ url, summary }: Link): string =>
  `      <dt><a href="${escaped(url)}">${escaped(url)}</a></dt>
      <dd>${escaped(summary)}</dd>`;

const escaped = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
