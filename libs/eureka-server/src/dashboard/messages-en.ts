import type { Explanation } from './explanation.js';
import { html } from './html.js';
import { timestampText } from './page-text.js';
import { settingName, evictsLater, thresholdProduct, roundedNumber, type Messages } from './messages.js';

const seconds = (ms: number) => Math.round(ms / 1000);
const countText = (number: number, noun: string) => `${number} ${noun}${number === 1 ? '' : 's'}`;
const switchedOff = settingName(
  'enableSelfPreservation: false',
  'eureka.server.enable-self-preservation: false',
);

const remainingHeartbeats = ({ instances, renewsPerClient }: Explanation) =>
  instances === 1
    ? 'no heartbeat comes'
    : `the ${instances - 1} left are expected to send ${roundedNumber((instances - 1) * renewsPerClient)} heartbeats a minute`;

export const english: Messages = {
  lang: 'en',
  heads: [html`The calculation:`, html`It means:`, html`To change it:`],
  sum: (explanation) => {
    const { expectedClients, renewsPerClient, percent, threshold, instances } = explanation;
    const { renewsLastMinute, renewsThisMinute } = explanation;
    const { exact, cut } = thresholdProduct(explanation);
    const registered =
      expectedClients === instances + 1
        ? ` (${instances} registered, plus one that a server counts from the start)`
        : ` (${instances} registered)`;
    return html`${countText(expectedClients, 'expected client')}${registered} ×
    ${roundedNumber(renewsPerClient)} heartbeats a minute expected of each × ${percent} =
    ${exact}${cut === undefined ? '' : `, rounded down to ${cut}`}: the threshold. In the last full minute
    ${renewsLastMinute} came, ${renewsLastMinute > threshold ? 'more' : 'not more'} than that; in the running
    one ${renewsThisMinute} so far.`;
  },
  meaning: {
    off: ({ renewsLastMinute, threshold }) =>
      html`Self-preservation is off: every instance whose lease expires is evicted, however few heartbeats
      come. ${renewsLastMinute > threshold ? '' : 'With it on, nothing would be evicted now.'}`,
    'no-instances': () => html`No instance is registered, so there is nothing to evict. All is well.`,
    'no-expected-clients': () =>
      html`A threshold of 0 forbids eviction: an instance that dies stays listed, unless it read the change
      feed.`,
    'too-small': (explanation) =>
      html`With ${countText(explanation.instances, 'instance')}
      ${evictsLater(explanation)
        ? 'nothing is evicted until they have been counted again'
        : 'nothing will ever be evicted'}:
      once one dies, ${remainingHeartbeats(explanation)}, and it takes more than ${explanation.threshold}. In
      so small a registry that is normal, not a fault; but an instance that dies stays listed, unless it read
      the change feed.`,
    'just-started': () =>
      html`Nothing is evicted yet. After a start that is normal: the clients are still coming, and a full
      minute has to be counted.`,
    'too-few': () =>
      html`Nothing is evicted: so many missing heartbeats at once look like a network fault, not like dead
      instances. An instance that is really dead stays listed, unless it read the change feed, and callers are
      sent to it.`,
  },
  change: {
    off: () =>
      html`${settingName('enableSelfPreservation: true', 'eureka.server.enable-self-preservation: true')}, the
      default.`,
    'no-expected-clients': () =>
      html`Clients are counted again every
      ${settingName(
        'renewalThresholdUpdateIntervalMs',
        'eureka.server.renewal-threshold-update-interval-ms',
      )};
      ${switchedOff} evicts at once.`,
    'too-small': ({ enoughInstances, percent }) =>
      html`${enoughInstances === undefined
        ? `At ${percent} no number of instances is enough.`
        : `From ${enoughInstances} instances on, one that dies is evicted (once they have been counted again, see
          renewal-threshold-update-interval-ms).`}
      Or ${switchedOff}: then dead instances are evicted whatever their number.`,
    'just-started': ({ missing }) => html`${countText(missing, 'more heartbeat')} a minute.`,
    'too-few': ({ missing, missingClients }) =>
      html`At least ${countText(missing, 'more heartbeat')} a minute, as many as
        ${countText(missingClients, 'instance')} send. Are they gone for good? Then cancel them (<code
          >DELETE …/apps/APP/ID</code
        >), or let them be evicted: ${switchedOff}.`,
  },
  peer: (state) => {
    switch (state.is) {
      case 'in-step':
        return 'in step';
      case 'behind':
        return `${countText(state.changes, 'change')} behind for ${seconds(state.forMs)} s`;
      case 'unreachable':
        return `unreachable since ${timestampText(new Date(state.since))}: ${state.reason}; ${countText(state.changes, 'change')} wait for it`;
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
