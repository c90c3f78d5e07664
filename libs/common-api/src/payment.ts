import { ApiProperty } from '@nestjs/swagger';

/** A payment as it is stored and returned. The provider maps it to a table. */
export class Payment {
  @ApiProperty({ type: 'integer', minimum: 1, example: 31 })
  id!: number;

  @ApiProperty({ minLength: 1, maxLength: 200, example: '尚硅谷111' })
  serial!: string;
}
