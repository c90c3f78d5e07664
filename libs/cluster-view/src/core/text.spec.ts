import { englishViews, fitted, textWidth } from './text.js';

describe('a fitted text', () => {
  it('stays as it is if it fits', () => expect(fitted('PAYMENT', 200, 12)).toBe('PAYMENT'));

  it('loses its middle, because names differ at both ends', () => {
    const cut = fitted('CLOUD-PAYMENT-SERVICE-IN-EUROPE-8001', 120, 12);
    expect(cut).toMatch(/^CLOUD.*….*8001$/);
    expect(textWidth(cut, 12)).toBeLessThanOrEqual(120);
  });

  it('knows that some letters are wide, and cuts a text of any length', () => {
    expect(textWidth('WWWW', 10)).toBeGreaterThan(textWidth('IIII', 10));
    expect(fitted('W'.repeat(100_000), 100, 10)).toBe('WWWWWW…WWW');
  });

  it('knows that Chinese characters are wide', () => {
    expect(textWidth('订单服务', 10)).toBe(40);
    expect(fitted('订单服务订单服务', 50, 10)).toBe('订单服务'.slice(0, 3) + '…' + '务');
  });
});

describe('the English texts', () => {
  it('count in singular and plural', () => {
    expect([englishViews.instances(1), englishViews.instances(3)]).toEqual(['1 instance', '3 instances']);
    expect(englishViews.leaseLeft(-5)).toBe('lease expired');
  });
});
