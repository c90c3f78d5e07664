import { didYouMean, isProfileSetting, type Property } from '@eureka-nest/runtime';

/** A given setting that has no effect. */
export interface IgnoredSetting {
  readonly property: Property;
  readonly why: string;
  /** True if the user probably expects an effect. */
  readonly isWarning: boolean;
}

interface Rule {
  readonly why: string;
  /** Names as Spring writes them; a `*` at the end matches any rest. */
  readonly names: readonly string[];
  readonly isWarning?: true;
}

const serverSettings = (...names: readonly string[]) => names.map((name) => `eureka.server.${name}`);

/** Settings that Spring knows and this server does not; the first match counts. */
const knownRules: readonly Rule[] = [
  {
    why: 'this server has no such pool',
    names: serverSettings(
      'initial-capacity-of-response-cache',
      'peer-node-total-connections*',
      'peer-node-connection-idle-timeout-seconds',
      'min-threads-for-*',
      'max-threads-for-*',
      'max-idle-thread-*',
      'max-elements-in-status-replication-pool',
    ),
  },
  {
    why: 'Java does not read it either',
    names: serverSettings(
      'batch-replication',
      'number-of-replication-retries',
      'peer-eureka-status-refresh-time-interval-ms',
    ),
  },
  {
    why: 'the initial sync goes on until a peer has responded',
    names: serverSettings('registry-sync-retries'),
  },
  {
    why: 'there is nothing to choose',
    names: serverSettings('json-codec-name', 'xml-codec-name', 'log-identity-headers', 'enable-replicated-request-compression'),
  },
  {
    why: 'for AWS only',
    names: serverSettings('a-s-g-*', 'aws-*', 'e-i-p-*', 'route53-*', 'binding-strategy', 'use-aws-asg-api', 'prime-aws-*', 'list-auto-scaling-*'),
  },
  {
    why: 'remote regions are not supported',
    names: serverSettings('remote-region-*', 'g-zip-content-from-remote-region', 'disable-delta-for-remote-regions', 'disable-transparent-fallback-to-other-region'),
    isWarning: true,
  },
  { why: 'metrics are not supported', names: serverSettings('metrics.enabled'), isWarning: true },
  {
    why: 'key stores are not read, only PEM files (server.ssl.certificate)',
    names: ['server.ssl.key-store*', 'server.ssl.trust-store*'],
    isWarning: true,
  },
  {
    why: 'set eureka.server.path for the API, eureka.dashboard.path for the dashboard',
    names: ['server.servlet.context-path', 'spring.mvc.servlet.path', 'spring.jersey.application-path'],
    isWarning: true,
  },
  {
    why: 'only the file of --config and the files of its profiles are read',
    names: ['spring.config.import*', 'spring.config.location', 'spring.config.additional-location'],
    isWarning: true,
  },
]; // prettier-ignore

const peersName = 'eureka.client.service-url.defaultZone';

/**
 * True for a name that was meant to list the peers: one of its two last parts at another place
 * (`eureka.client.defaultZone`, a `client` that is not indented), or a URL where registries are
 * configured. A server that overlooked it would be alone without saying so.
 */
function isMeantAsPeers({ key, text }: Property): boolean {
  const parts = uniform(key)
    .replace(/\[(\w*)\]/g, '.$1')
    .split(/[.]+/)
    .filter((part) => /\D/.test(part));
  const name = parts.join('.');
  const [last = ''] = parts.slice(-1);
  if (text.trim() === '' || name.startsWith('eureka.instance.metadatamap.')) return false;
  if (/^eureka.*\.(serviceurls?|defaultzone)$/.test(name)) return true;
  if (knownUrls.test(name)) return false;
  if (/^eureka.*(serviceurls?|defaultzone)$/.test(parts.join('')) || last === 'defaultzone') return true;
  if (parts.length <= 2 && /^(serviceurls?)$/.test(last)) return true;
  return parts[0] === 'eureka' && /https?:\/\//.test(text);
}

/** Spring's own settings with such a name or value. */
const knownUrls =
  /^eureka\.(instance|dashboard)\.|^eureka\.client\.(serviceurl\.(?!default)|eurekaserviceurlpoll|usednsforfetchingserviceurls|proxy)|^eureka\.server\.remoteregion/;

/** Fallbacks for names that no rule above matches. */
const generalRules: readonly Rule[] = [
  { why: 'only the zone defaultZone is read', names: ['eureka.client.service-url.*'], isWarning: true },
  {
    why: 'for a server that registers itself; this one does not',
    names: ['eureka.client.*', 'eureka.instance.*'],
  },
  { why: 'there is no such setting', names: ['eureka.*'], isWarning: true },
  { why: 'for TLS, only the settings of PEM files are read', names: ['server.ssl.*'], isWarning: true },
  { why: 'for Spring only', names: ['*'] },
];

/** Explains why a setting that this server does not read has no effect. */
export function explainIgnored(property: Property, ownNames: readonly string[]): IgnoredSetting {
  if (isProfileSetting(property))
    return { property, why: 'it selected which profiles were read', isWarning: false };
  const name = uniform(property.key);
  const matches = (rule: Rule) => rule.names.some((each) => isMatch(uniform(each), name));
  const [area] = name.split('.', 1);
  const sameArea = ownNames.filter((each) => each.split('.', 1)[0] === area);
  // Any name may be meant if the area is misspelt, as in `euraka`.
  const candidates = sameArea.length > 0 ? sameArea : ownNames;
  const meant = didYouMean(property.key, candidates);
  // Equal but for case and hyphens: the key of a map lacks its capital letter.
  const isSameName = meant !== undefined && uniform(meant) === name;
  const rule = isSameName ? undefined : knownRules.find(matches);
  if (meant && !rule) return { property, why: `did you mean ${meant}?`, isWarning: true };
  if (!rule && isMeantAsPeers(property)) {
    return { property, why: `did you mean ${peersName}?`, isWarning: true };
  }
  const { why, isWarning = false } = rule ?? generalRules.find(matches) ?? { why: '' };
  return { property, why, isWarning };
}

const uniform = (name: string) => name.replace(/[-_]/g, '').toLowerCase();

const isMatch = (pattern: string, name: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
