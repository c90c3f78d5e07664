import { ApiProperty } from '@nestjs/swagger';

/**
 * The envelope of every answer. `code` is a business code: "not found" is 444 while the HTTP status stays 200.
 * The fields are in the order in which they go over the wire; `data` is null when there is none, never absent.
 */
export class CommonResult<T = null> {
  @ApiProperty({ type: 'integer', example: 200 })
  readonly code: number;

  @ApiProperty({ example: '查询成功' })
  readonly message: string;

  // What it holds is described per route, by `ApiResult`.
  readonly data: T | null;

  constructor(code: number, message: string, data: T | null = null) {
    this.code = code;
    this.message = message;
    this.data = data;
  }
}
