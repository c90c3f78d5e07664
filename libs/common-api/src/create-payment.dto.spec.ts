import 'reflect-metadata';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { CreatePaymentDto } from './create-payment.dto.js';

const isAccepted = (serial: unknown): boolean =>
  validateSync(plainToInstance(CreatePaymentDto, { serial })).length === 0;

describe('CreatePaymentDto', () => {
  it.each([
    ['one character', 'x'],
    ['Chinese', '尚硅谷111'],
    ['200 characters', 'x'.repeat(200)],
    ['200 emojis, each two units of UTF-16', '😀'.repeat(200)],
    ['a space and a line break', ' \n'],
  ])('accepts %s', (_what, serial) => expect(isAccepted(serial)).toBe(true));

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['an empty text', ''],
    ['201 characters', 'x'.repeat(201)],
    ['300 characters', 'x'.repeat(300)],
    ['a number', 5],
    ['a list', ['x']],
    ['an object', { toString: 'x' }],
    ['a NUL, where SQLite would cut the text', 'a\0b'],
    ['half a character, which UTF-8 cannot write', 'a\ud800'],
  ])('rejects %s', (_what, serial) => expect(isAccepted(serial)).toBe(false));
});
