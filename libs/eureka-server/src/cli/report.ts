import { settingsOf } from '@eureka-nest/runtime';
import { withoutLogin } from '@eureka-nest/protocol';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { isTls, loginOf } from '../options/access.options.js';
import type { Configuration } from './configuration.js';
import { SelfPreservation } from '../core/registry/self-preservation.js';
import { selfPreservationForecast } from './self-preservation-forecast.js';

/** Output of `--check`. */
export function report({ options, origins, file, profiles, ignored }: Configuration): string {
  const own = new URL(options.myUrl);
  const access = [
    ['listens on', `${own.protocol}//${options.host}:${options.port}`],
    ['API', options.path],
    ['dashboard', options.dashboardEnabled ? options.dashboardPath : 'off'],
    ['own URL', withoutLogin(options.myUrl)],
    ['peers', options.peers.map(withoutLogin).join(', ') || 'none: a lone server'],
    ['login', loginOf(options) ? `${options.userName} and a password` : 'none: open to all'],
    ['TLS', isTls(options) ? `on, client certificates: ${options.tlsClientAuth}` : 'off'],
    ['writes', options.readOnly ? 'from peers only (read-only mode)' : 'from clients and peers'],
    ...(file === undefined ? [] : [['profiles', profiles.join(', ') || 'none']]),
  ];
  const settings = settingsOf(EurekaServerOptions).flatMap(({ key, yml, kind }) => {
    const origin = origins.get(key);
    const value = kind.isSecret ? '******' : displayValue(options[key as keyof EurekaServerOptions]);
    return origin === undefined ? [] : [[yml, value, origin]];
  });
  return [
    'This server',
    ...columns(access),
    '',
    settings.length === 0
      ? 'All settings have their defaults.'
      : 'Settings and where they were set; all others have their defaults:',
    ...columns(settings),
    ...ignoredLines(ignored),
    '',
    ...selfPreservation(options),
    '',
  ].join('\n');
}

function ignoredLines(ignored: Configuration['ignored']): readonly string[] {
  if (ignored.length === 0) return [];
  const rows = ignored.map(({ property, why, isWarning }) => [
    property.key,
    property.where,
    isWarning ? `WARNING: ${why}` : why,
  ]);
  return ['', 'Settings without effect:', ...columns(rows)];
}

function selfPreservation(options: EurekaServerOptions): readonly string[] {
  if (!options.enableSelfPreservation) {
    return ['Self-preservation is off: every instance whose lease expired is evicted.'];
  }
  const { expectedClientRenewalIntervalSecs: seconds, renewalPercentThreshold: percent } = options;
  // The number from which on dead instances are evicted is that of the dashboard.
  const { enoughInstances = 1 } = SelfPreservation.settled(options, 0);
  const counts = new Set([1, 2, 3, 5, 6, 10, 20, 50, 100, enoughInstances]);
  const rows = [...counts]
    .sort((a, b) => a - b)
    .map((instances) => {
      const forecast = selfPreservationForecast(options, instances);
      const effect =
        forecast.evictable === 0 ? 'no eviction' : `up to ${forecast.evictable} dead at once are evicted`;
      return [forecast.instances, forecast.expectedClients, forecast.threshold, forecast.renews, effect].map(
        String,
      );
    });
  return [
    `Self-preservation is on: threshold = expected clients x ${Number((60 / seconds).toFixed(2))} heartbeats a minute x ${percent}. Evictions need more heartbeats a minute than that:`,
    ...columns([['instances', 'expected', 'threshold', 'heartbeats', 'effect'], ...rows]),
  ];
}

const displayValue = (value: unknown): string =>
  (Array.isArray(value) ? value : [value]).map((each) => withoutLogin(String(each))).join(', ');

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd());
}
