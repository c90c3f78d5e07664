import { warningBanner } from '../../src/dashboard/warning-banner.js';
import { numbersFor } from './self-preservation-numbers.js';

describe('the warning banner', () => {
  it.each([
    [
      true,
      0,
      /^EMERGENCY! EUREKA MAY BE INCORRECTLY CLAIMING INSTANCES ARE UP WHEN THEY'RE NOT\. RENEWALS ARE LESSER THAN THRESHOLD AND HENCE/,
    ],
    [
      false,
      0,
      /^RENEWALS ARE LESSER THAN THE THRESHOLD\. THE SELF PRESERVATION MODE IS TURNED OFF\. THIS MAY NOT/,
    ],
    [false, 9, /^THE SELF PRESERVATION MODE IS TURNED OFF\. THIS MAY NOT PROTECT INSTANCE EXPIRY IN CASE OF/],
  ])('self-preservation %s, %i heartbeats', (enabled, renewsLastMinute, words) => {
    expect(warningBanner(numbersFor({ instances: 3, enabled, renewsLastMinute }))).toMatch(words);
  });

  it('is missing if all is well', () => {
    expect(warningBanner(numbersFor({ instances: 3, renewsLastMinute: 9 }))).toBeUndefined();
  });

  it('is missing in the first minutes', () => {
    expect(warningBanner(numbersFor({ instances: 3, renewsLastMinute: 0, settled: false }))).toBeUndefined();
  });
});
