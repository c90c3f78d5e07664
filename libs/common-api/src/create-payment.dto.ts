import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';

/** A payment to be stored; the database assigns the id. */
export class CreatePaymentDto {
  // Counts characters as MySQL does (an emoji is one); rejects what SQLite or UTF-8 would alter.
  @Matches(/^[^\0\p{Surrogate}]{1,200}$/u, {
    message: 'serial must be a text of 1 to 200 characters (NUL is none)',
  })
  @ApiProperty({ minLength: 1, maxLength: 200, example: 'atguigu003' })
  serial!: string;
}
