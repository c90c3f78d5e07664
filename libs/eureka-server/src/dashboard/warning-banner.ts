import type { SelfPreservationNumbers } from '../core/registry/self-preservation.js';

const danger = 'THIS MAY NOT PROTECT INSTANCE EXPIRY IN CASE OF NETWORK/OTHER PROBLEMS.';
const off = `THE SELF PRESERVATION MODE IS TURNED OFF. ${danger}`;
const lesser = 'RENEWALS ARE LESSER THAN';
const emergency =
  `EMERGENCY! EUREKA MAY BE INCORRECTLY CLAIMING INSTANCES ARE UP WHEN THEY'RE NOT. ` +
  `${lesser} THRESHOLD AND HENCE THE INSTANCES ARE NOT BEING EXPIRED JUST TO BE SAFE.`;

/** Text of Spring's dashboard; undefined if all is well. Java: navbar.ftlh */
export function warningBanner(numbers: SelfPreservationNumbers): string | undefined {
  const below = numbers.isBelowThreshold();
  if (numbers.enabled) return below ? emergency : undefined;
  return below ? `${lesser} THE THRESHOLD. ${off}` : off;
}
