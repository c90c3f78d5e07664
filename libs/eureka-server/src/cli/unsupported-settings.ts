import { didYouMean, isProfileSetting, type Property } from '@eureka-nest/runtime';

/** A setting that changes nothing here. */
export interface Ignored {
  readonly property: Property;
  readonly why: string;
  /** Whether its author probably expects something that does not happen. */
  readonly matters: boolean;
}

interface Rule {
  readonly why: string;
  /** As Spring writes them; `*` stands for whatever follows. */
  readonly names: readonly string[];
  readonly matters?: true;
}

const ofServer = (...names: readonly string[]) => names.map((name) => `eureka.server.${name}`);

/** What Spring knows and this server does not; the first that fits counts. */
const known: readonly Rule[] = [
  {
    why: 'there is no such pool here',
    names: ofServer(
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
    names: ofServer(
      'batch-replication',
      'number-of-replication-retries',
      'peer-eureka-status-refresh-time-interval-ms',
    ),
  },
  {
    why: 'the first sync goes on until a peer has answered',
    names: ofServer('registry-sync-retries'),
  },
  {
    why: 'the peers stay those of the start',
    names: ofServer('peer-eureka-nodes-update-interval-ms'),
  },
  {
    why: 'there is nothing to choose here',
    names: ofServer('json-codec-name', 'xml-codec-name', 'log-identity-headers', 'enable-replicated-request-compression'),
  },
  {
    why: 'for AWS',
    names: ofServer('a-s-g-*', 'aws-*', 'e-i-p-*', 'route53-*', 'binding-strategy', 'use-aws-asg-api', 'prime-aws-*', 'list-auto-scaling-*'),
  },
  {
    why: 'there are no remote regions here',
    names: ofServer('remote-region-*', 'g-zip-content-from-remote-region', 'disable-delta-for-remote-regions', 'disable-transparent-fallback-to-other-region'),
    matters: true,
  },
  { why: 'there are no metrics here', names: ofServer('metrics.enabled'), matters: true },
  {
    why: 'PEM files are read (server.ssl.certificate), key stores are not',
    names: ['server.ssl.key-store*', 'server.ssl.trust-store*'],
    matters: true,
  },
  {
    why: 'the wire is where eureka.server.path says, the page where eureka.dashboard.path does',
    names: ['server.servlet.context-path', 'spring.mvc.servlet.path', 'spring.jersey.application-path'],
    matters: true,
  },
  {
    why: 'only the file of --config is read, and those of its profiles beside it',
    names: ['spring.config.import*', 'spring.config.location', 'spring.config.additional-location'],
    matters: true,
  },
]; // prettier-ignore

/** Where nothing more is known. */
const general: readonly Rule[] = [
  {
    why: 'of the zones only defaultZone is read',
    names: ['eureka.client.service-url.*'],
    matters: true,
  },
  {
    why: 'for a server that registers itself, which this one does not',
    names: ['eureka.client.*', 'eureka.instance.*'],
  },
  { why: 'there is no such setting', names: ['eureka.*'], matters: true },
  { why: 'of TLS only the settings on PEM files are read', names: ['server.ssl.*'], matters: true },
  { why: 'for Spring', names: ['*'] },
];

/** Why a setting that is none of ours changes nothing. */
export function ignoredAs(property: Property, names: readonly string[]): Ignored {
  if (isProfileSetting(property)) return { property, why: 'it chose what was read', matters: false };
  const name = uniform(property.key);
  const fits = (rule: Rule) => rule.names.some((each) => isLike(uniform(each), name));
  const ours = names.filter((each) => each.split('.', 1)[0] === name.split('.', 1)[0]);
  const meant = didYouMean(property.key, ours);
  // The same letters: only the capital of a map's key is missing.
  const isSpeltAlike = meant !== undefined && uniform(meant) === name;
  const rule = isSpeltAlike ? undefined : known.find(fits);
  if (meant && !rule) return { property, why: `did you mean ${meant}?`, matters: true };
  const { why, matters = false } = rule ?? general.find(fits) ?? { why: '' };
  return { property, why, matters };
}

const uniform = (name: string) => name.replace(/[-_]/g, '').toLowerCase();

const isLike = (pattern: string, name: string) =>
  pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
