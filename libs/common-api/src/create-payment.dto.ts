import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

/** What a caller sends to have a payment stored; the id is the database's to give. */
export class CreatePaymentDto {
  // Characters are counted as MySQL counts them (an emoji is one), and what SQLite or UTF-8 would store altered is refused.
  @Matches(/^[^\0\p{Surrogate}]{1,200}$/u, {
    message: 'serial must be a text of 1 to 200 characters (NUL is none)',
  })
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'atguigu003' })
  serial!: string;
}
