import { isDeepStrictEqual } from 'node:util';
import { SettingsConflictError } from '../core/errors.js';
import type { LoadBalancer } from '../load-balancer.js';
import type { ServiceSettings } from '../options/load-balancer-parts.js';
import { rejectUnknownSettings } from './known-settings.js';

interface Given {
  readonly settings: ServiceSettings;
  readonly where: string;
}

/**
 * Settings that `forFeature` gives to services. They belong to the service, whose callers share one
 * pool; two that differ are an error, since otherwise the order of imports would decide.
 */
export class FeatureSettings {
  private readonly byService = new Map<string, Given>();

  constructor(private readonly balancer: LoadBalancer) {}

  /**
   * @param where place of the call, for the error
   * @throws SettingsConflictError
   * @throws InvalidOptionError
   */
  add(service: string, given: ServiceSettings, where: string): void {
    rejectUnknownSettings(given);
    const entries = Object.entries(given).filter(([, value]) => value !== undefined);
    if (entries.length === 0) return;
    const settings = Object.fromEntries(entries);
    const name = service.toLowerCase();
    const first = this.byService.get(name);
    if (!first) {
      this.byService.set(name, { settings, where });
      this.balancer.configure(service, settings);
    } else if (!isDeepStrictEqual(first.settings, settings)) {
      throw new SettingsConflictError(service, [textOf(first), textOf({ settings, where })]);
    }
  }
}

const textOf = ({ settings, where }: Given): string => `{ ${Object.keys(settings).join(', ')} } ${where}`;
