import { BadRequestException, Injectable, type PipeTransform } from '@nestjs/common';

const maxId = 2_147_483_647;

/** Parses the id of a payment in a path: a whole number that fits the database's column. */
@Injectable()
export class PaymentIdPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    const id = /^\d+$/.test(text) ? Number(text) : 0;
    if (id < 1 || id > maxId) throw new BadRequestException(`id must be a whole number from 1 to ${maxId}`);
    return id;
  }
}
