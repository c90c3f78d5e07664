import { ApiProperty } from '@nestjs/swagger';

/** A payment as it is stored and answered. How it maps to a table is the provider's business. */
export class Payment {
  @ApiProperty({ type: 'integer', minimum: 1, example: 31 })
  id!: number;

  @ApiProperty({ minLength: 1, maxLength: 200, example: '尚硅谷111' })
  serial!: string;
}
