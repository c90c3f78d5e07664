import { asksToClose } from './connection-header.js';

describe('a Connection header', () => {
  it.each(['close', 'Close', 'keep-alive, close', 'close , te'])('asks to close: %s', (header) => {
    expect(asksToClose(header)).toBe(true);
  });

  it.each([undefined, null, '', 'keep-alive', 'closed', 'x-close'])('does not: %s', (header) => {
    expect(asksToClose(header)).toBe(false);
  });

  it('may occur several times', () => {
    expect(asksToClose(['te', 'close'])).toBe(true);
  });
});
