import { ApiProperty } from '@nestjs/swagger';

/**
 * Envelope of every response. `code` is a business code: "not found" is 444 while the HTTP status
 * is 200. Fields are sent in this order; `data` is null if there is none, never absent.
 */
export class CommonResult<T = null> {
  @ApiProperty({ type: 'integer', example: 200 })
  readonly code: number;

  @ApiProperty({ example: '查询成功' })
  readonly message: string;

  // `ApiResult` describes its type for each route.
  readonly data: T | null;

  constructor(code: number, message: string, data: T | null = null) {
    this.code = code;
    this.message = message;
    this.data = data;
  }
}
