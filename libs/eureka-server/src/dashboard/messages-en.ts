import type { Explanation } from './explanation.js';
import { html } from './html.js';
import { isoTimeText } from './page-text.js';
import { settingName, product, roundedNumber, type Messages } from './messages.js';

const seconds = (ms: number) => Math.round(ms / 1000);
const count = (number: number, what: string) => `${number} ${what}${number === 1 ? '' : 's'}`;
const turnedOff = settingName(
  'enableSelfPreservation: false',
  'eureka.server.enable-self-preservation: false',
);

const left = ({ instances, renewsPerClient }: Explanation) =>
  instances === 1
    ? 'no heartbeat comes'
    : `the ${instances - 1} left send ${roundedNumber((instances - 1) * renewsPerClient)} heartbeats a minute`;

export const english: Messages = {
  lang: 'en',
  heads: [html`The sum:`, html`It means:`, html`To change it:`],
  sum: (facts) => {
    const { expectedClients, renewsPerClient, percent, threshold, instances, renewsLastMinute } = facts;
    const { exact, cut } = product(facts);
    const registered =
      expectedClients === instances + 1
        ? ` (${instances} registered, and the one a server counts before any has come)`
        : ` (${instances} registered)`;
    return html`${count(expectedClients, 'expected client')}${registered} × ${roundedNumber(renewsPerClient)}
    heartbeats a minute × ${percent} = ${exact}${cut === undefined ? '' : `, rounded down to ${cut}`}: the
    threshold. In the last minute ${renewsLastMinute} came,
    ${renewsLastMinute > threshold ? 'more' : 'not more'} than that.`;
  },
  meaning: {
    off: ({ renewsLastMinute, threshold }) =>
      html`Self-preservation is off: whoever is silent for longer than its lease is evicted, however few
      heartbeats come. ${renewsLastMinute > threshold ? '' : 'With it on, nothing would be evicted now.'}`,
    'nobody-here': () => html`No instance is registered, so there is nothing to evict. All is well.`,
    'nobody-expected': () => html`A threshold of 0 forbids eviction: whoever dies stays listed.`,
    'too-small': (facts) =>
      html`With ${count(facts.instances, 'instance')} nothing will ever be evicted: once one dies,
      ${left(facts)}, and it takes more than ${facts.threshold}. In so small a registry that is normal and no
      fault; but whoever dies stays listed.`,
    'just-started': () =>
      html`Nothing is evicted yet. After a start that is normal: the clients are still coming, and a full
      minute has to be counted.`,
    'too-few': () =>
      html`Nothing is evicted: so much silence at once looks like a fault of the network, not of the
      instances. Whoever really died stays listed, and callers are sent to it.`,
  },
  change: {
    off: () =>
      html`${settingName('enableSelfPreservation: true', 'eureka.server.enable-self-preservation: true')}, the
      default.`,
    'nobody-expected': () =>
      html`Clients are counted anew every
      ${settingName(
        'renewalThresholdUpdateIntervalMs',
        'eureka.server.renewal-threshold-update-interval-ms',
      )};
      ${turnedOff} evicts at once.`,
    'too-small': ({ enoughInstances, percent }) =>
      html`${enoughInstances === undefined
        ? `At ${percent} no number of instances is enough.`
        : `From ${enoughInstances} instances on, one that dies is evicted.`}
      Or ${turnedOff}: then it is with any number.`,
    'just-started': ({ missing }) => html`${count(missing, 'more heartbeat')} a minute.`,
    'too-few': ({ missing, missingClients }) =>
      html`At least ${count(missing, 'more heartbeat')} a minute, as many as
        ${count(missingClients, 'instance')} send. Are they gone for good? Then take them out (<code
          >DELETE …/apps/APP/ID</code
        >), or let them be evicted: ${turnedOff}.`,
  },
  peer: (state) => {
    switch (state.is) {
      case 'in-step':
        return 'in step';
      case 'behind':
        return `${count(state.changes, 'change')} behind for ${seconds(state.forMs)} s`;
      case 'unreachable':
        return `unreachable since ${isoTimeText(new Date(state.since))}: ${state.reason}; ${count(state.changes, 'change')} wait for it`;
      case 'stranger':
        return `left out: its environment is ${state.environment}`;
      case 'unknown':
        return 'not asked yet';
      case 'myself':
      case 'twin':
        return 'another address of a server that is listed';
    }
  },
  duplicateIds: {
    title: 'Two instances share one id',
    why: html`Each registration takes the other's place, so only one of them is listed and called. Give each
    an id of its own: ${settingName('instanceId', 'eureka.instance.instance-id')}.`,
    line: ({ app, id, addresses, at }) => html`${app} ${id}: from ${list(addresses)}; last seen ${at}`,
    more: (number) => `and ${number} more`,
  },
};

const list = (addresses: Parameters<Messages['duplicateIds']['line']>[0]['addresses']) =>
  addresses.map((each, index) => (index === 0 ? each : html` and ${each}`));
