import { didYouMean, InvalidOptionError } from '@eureka-nest/runtime/settings';
import { ejectionRules } from '../core/pool/ejection.js';
import { retryPolicy } from '../core/retry/retry-policy.js';
import type { ServiceSettings } from '../options/load-balancer-parts.js';

const names: Record<keyof ServiceSettings, true> = {
  strategy: true,
  filters: true,
  retry: true,
  ejection: true,
  hostHeader: true,
  tlsName: true,
};

/**
 * Rejects settings of a service that do not exist: they would have no effect.
 *
 * @throws InvalidOptionError
 */
export function rejectUnknownSettings(settings: ServiceSettings): void {
  rejectUnknown('', settings, Object.keys(names));
  rejectUnknownRules(settings);
}

/** Rejects names that do not exist in the rules alone. @throws InvalidOptionError */
export function rejectUnknownRules({ retry, ejection }: Pick<ServiceSettings, 'retry' | 'ejection'>): void {
  rejectUnknown('retry.', retry, Object.keys(retryPolicy));
  rejectUnknown('ejection.', ejection, Object.keys(ejectionRules));
}

function rejectUnknown(path: string, given: object = {}, known: readonly string[]): void {
  for (const [name, value] of Object.entries(given)) {
    if (known.includes(name)) continue;
    const meant = didYouMean(name, known, 1 / 3);
    const hint = meant === undefined ? `, only ${known.join(', ')}` : `, did you mean ${meant}?`;
    throw new InvalidOptionError(path + name, value, `left out: there is no such option${hint}`);
  }
}
