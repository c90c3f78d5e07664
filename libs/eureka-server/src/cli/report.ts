import { settingsOf } from '@eureka-nest/runtime';
import { withoutLogin } from '@eureka-nest/protocol';
import { EurekaServerOptions } from '../options/eureka-server.options.js';
import { isTls, loginOf } from '../options/access.options.js';
import type { Configuration } from './configuration.js';
import { selfPreservationSum } from './self-preservation-sum.js';

/** What `--check` prints. */
export function report({ options, origins, file, profiles, ignored }: Configuration): string {
  const own = new URL(options.myUrl);
  const access = [
    ['listens on', `${own.protocol}//${options.host}:${options.port}`],
    ['has its wire at', options.path],
    ['has its page at', options.dashboardEnabled ? options.dashboardPath : 'no place: it is off'],
    ['is itself', options.myUrl],
    ['peers', options.peers.map(withoutLogin).join(', ') || 'none: a lone server'],
    ['login', loginOf(options) ? `${options.userName} and a password` : 'none: everybody may come in'],
    ['TLS', isTls(options) ? `on, client certificates: ${options.tlsClientAuth}` : 'off'],
    ['changes', options.readOnly ? 'of peers alone: it is a mirror' : 'of clients and peers'],
    ...(file === undefined ? [] : [['profiles', profiles.join(', ') || 'none']]),
  ];
  const set = settingsOf(EurekaServerOptions).flatMap(({ key, yml }) => {
    const origin = origins.get(key);
    return origin === undefined ? [] : [[yml, shown(key, options), origin]];
  });
  return [
    'With these settings this server',
    ...columns(access),
    '',
    set.length === 0
      ? 'Every setting is left at its default.'
      : 'Said, and by whom; all else is left at its default:',
    ...columns(set),
    ...ignoredLines(ignored),
    '',
    ...selfPreservation(options),
    '',
  ].join('\n');
}

function ignoredLines(ignored: Configuration['ignored']): readonly string[] {
  if (ignored.length === 0) return [];
  const rows = ignored.map(({ property, why, matters }) => [
    property.key,
    property.where,
    matters ? `LOOK: ${why}` : why,
  ]);
  return ['', 'Said, and changing nothing:', ...columns(rows)];
}

function selfPreservation(options: EurekaServerOptions): readonly string[] {
  if (!options.enableSelfPreservation) {
    return ['Self-preservation is off: an instance whose lease ran out is evicted, however many there are.'];
  }
  const { expectedClientRenewalIntervalSecs: seconds, renewalPercentThreshold: percent } = options;
  const rows = [1, 2, 3, 5, 6, 10, 20, 50, 100].map((instances) => {
    const sum = selfPreservationSum(options, instances);
    const effect = sum.evictable === 0 ? 'nothing is evicted' : `${sum.evictable} silent at once are evicted`;
    return [sum.instances, sum.expectedClients, sum.threshold, sum.renews, effect].map(String);
  });
  return [
    `Self-preservation is on: threshold = expected clients x ${Number((60 / seconds).toFixed(2))} a minute x ${percent}; instances are evicted while more heartbeats than that come.`,
    ...columns([['instances', 'expected', 'threshold', 'heartbeats', 'so'], ...rows]),
  ];
}

function shown(key: string, options: EurekaServerOptions): string {
  if (key === 'userPassword') return '******';
  const value: unknown = options[key as keyof EurekaServerOptions];
  return Array.isArray(value) ? value.map((each) => withoutLogin(String(each))).join(', ') : String(value);
}

function columns(rows: readonly (readonly string[])[]): readonly string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => (row[at] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join('  ')}`.trimEnd());
}
