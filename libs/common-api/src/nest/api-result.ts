import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { CommonResult } from '../common-result.js';

/** Describes a route whose answer is a `CommonResult` that holds `data`, or null where `data` is not there. */
export function ApiResult(data: Type, description: string): MethodDecorator {
  const holds =
    data === Number || data === String
      ? { type: data === Number ? 'integer' : 'string', nullable: true }
      : { allOf: [{ $ref: getSchemaPath(data) }], nullable: true };
  return applyDecorators(
    ApiExtraModels(CommonResult, ...(typeof holds.type === 'string' ? [] : [data])),
    ApiOkResponse({
      description,
      schema: { allOf: [{ $ref: getSchemaPath(CommonResult) }, { properties: { data: holds } }] },
    }),
  );
}

/** Describes an error of a route: a `CommonResult` whose code is the HTTP status and whose data is null. */
export const ApiFailure = (status: number, description: string): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(CommonResult),
    ApiResponse({ status, description, schema: { $ref: getSchemaPath(CommonResult) } }),
  );
