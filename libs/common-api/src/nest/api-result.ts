import { applyDecorators, type Type } from '@nestjs/common';
import { ApiExtraModels, ApiOkResponse, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { CommonResult } from '../common-result.js';

/** Documents a route that returns a `CommonResult` with `data` of this type, or null. */
export function ApiResult(data: Type, description: string): MethodDecorator {
  const dataSchema =
    data === Number || data === String
      ? { type: data === Number ? 'integer' : 'string', nullable: true }
      : { allOf: [{ $ref: getSchemaPath(data) }], nullable: true };
  return applyDecorators(
    ApiExtraModels(CommonResult, ...(typeof dataSchema.type === 'string' ? [] : [data])),
    ApiOkResponse({
      description,
      schema: { allOf: [{ $ref: getSchemaPath(CommonResult) }, { properties: { data: dataSchema } }] },
    }),
  );
}

/** Documents an error of a route: a `CommonResult` with the HTTP status as code, and null data. */
export const ApiFailure = (status: number, description: string): MethodDecorator =>
  applyDecorators(
    ApiExtraModels(CommonResult),
    ApiResponse({ status, description, schema: { $ref: getSchemaPath(CommonResult) } }),
  );
