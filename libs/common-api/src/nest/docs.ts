import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Language, Phrases } from './language.js';
import { serveStartPage } from './start-page.js';

const contentTypes: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
  'favicon-32x32.png': 'image/png',
};

/**
 * Serves Swagger UI at `/docs`, the document at `/docs-json` and a start page at `/`, all built on
 * the first request. SwaggerModule.setup would load @fastify/static at every start, which takes
 * 0.1 s of CPU.
 */
export function serveDocs(
  app: NestFastifyApplication,
  title: string,
  description: Readonly<Record<Language, string>>,
  phrases: Phrases,
): void {
  let document: OpenAPIObject | undefined;
  const describe = (): OpenAPIObject =>
    (document ??= SwaggerModule.createDocument(
      app,
      new DocumentBuilder().setTitle(title).setDescription(description.en).setVersion('1').build(),
    ));

  serveStartPage(app, title, description, describe, phrases);
  const server = app.getHttpAdapter().getInstance();
  server.get('/docs-json', async () => describe());
  server.get('/docs', async (_request: FastifyRequest, reply: FastifyReply) => {
    reply.type('text/html; charset=utf-8');
    return swaggerPage(title);
  });
  server.get('/docs/:file', async ({ params }: FastifyRequest, reply: FastifyReply) => {
    const { file } = params as { file: string };
    const contentType = Object.hasOwn(contentTypes, file) && contentTypes[file];
    if (!contentType) return reply.callNotFound();
    reply.type(contentType);
    return readFile(join(assetsFolder(), file));
  });
}

/** Folder of Swagger UI's files, resolved at run time: a bundle does not contain them. */
const assetsFolder = (): string =>
  dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const swaggerPage = (title: string): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <title>${title}</title>
    <link rel="icon" href="/docs/favicon-32x32.png" />
    <link rel="stylesheet" href="/docs/swagger-ui.css" />
  </head>
  <body>
    <div id="docs"></div>
    <script src="/docs/swagger-ui-bundle.js"></script>
    <script>SwaggerUIBundle({ url: '/docs-json', dom_id: '#docs' });</script>
  </body>
</html>
`;
