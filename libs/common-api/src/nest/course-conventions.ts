import { UnsupportedMediaTypeException, ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { classToPlain, plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate } from 'class-validator';
import { CommonResultFilter } from './common-result.filter.js';
import { serveDocs } from './docs.js';
import type { Language, Phrases } from './language.js';

/**
 * Sets up what all apps of the course share: validation, errors as CommonResult, docs at `/docs`.
 *
 * @param phrases messages of the app's own errors, and summaries of its routes, in Chinese
 */
export function useCourseConventions(
  app: NestFastifyApplication,
  title: string,
  description: Readonly<Record<Language, string>>,
  phrases: Phrases = [],
): void {
  app.useGlobalPipes(
    // The functions are passed explicitly: the pipe would load the packages at run time, where a
    // bundle does not have them; passing whole packages would bundle all of class-validator.
    new ValidationPipe({
      whitelist: true,
      validatorPackage: { validate, getMetadataStorage } as ValidationPipeOptions['validatorPackage'],
      transformerPackage: { classToPlain, plainToInstance },
    }),
  );
  app.useGlobalFilters(new CommonResultFilter(phrases));
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async ({ headers }) => requireJsonBody(headers));
  serveDocs(app, title, description, phrases);
}

/**
 * Rejects bodies that are not JSON, as `@RequestBody` does; Fastify and Nest also parse text and
 * forms.
 */
function requireJsonBody(headers: NodeJS.Dict<string | string[]>): void {
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  const type = String(headers['content-type'] ?? '')
    .split(';')[0]
    ?.trim()
    .toLowerCase();
  if (hasBody && type !== 'application/json') {
    throw new UnsupportedMediaTypeException(`content-type must be application/json, not ${type || 'absent'}`);
  }
}
