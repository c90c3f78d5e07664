import { UnsupportedMediaTypeException, ValidationPipe, type ValidationPipeOptions } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { classToPlain, plainToInstance } from 'class-transformer';
import { getMetadataStorage, validate } from 'class-validator';
import { CommonResultFilter } from './common-result.filter.js';
import { serveDocs } from './docs.js';

/** How every app of the course answers: checked input, a CommonResult for each error, and its docs at `/docs`. */
export function useCourseConventions(app: NestFastifyApplication, title: string, description: string): void {
  app.useGlobalPipes(
    // What the pipe takes from the two packages is handed over by name: looked up at run time it would be missing from a
    // bundle, and taken whole it would bring the phone numbers of the world along.
    new ValidationPipe({
      whitelist: true,
      validatorPackage: { validate, getMetadataStorage } as ValidationPipeOptions['validatorPackage'],
      transformerPackage: { classToPlain, plainToInstance },
    }),
  );
  app.useGlobalFilters(new CommonResultFilter());
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onRequest', async ({ headers }) => requireJsonBody(headers));
  serveDocs(app, title, description);
}

/** Fastify and Nest also parse plain text and forms; here a body is JSON, as `@RequestBody` has it. */
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
