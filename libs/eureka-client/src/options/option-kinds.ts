import { instanceStatuses } from '@eureka-nest/protocol';
import { type Kind, listOf, oneOf, wholeNumber } from '@eureka-nest/runtime/settings';

export const instanceStatus = oneOf(...instanceStatuses);

/** Size in megabytes. 512 MB is the limit of a JavaScript string. */
export const megabytes = wholeNumber(1, 512, 'a whole number of MB from 1 to 512');

/** Time in ms that may be 0. The upper limit is that of a timer. */
export const duration = wholeNumber(0, 2_147_483_647, 'a whole number of milliseconds from 0 to 2147483647');

/** URL of a registry. A client that is turned off needs none, so `checkOptions` checks it. */
export const serviceUrl: Kind<string> = {
  allowed: 'the URL of a registry',
  accepts: (value) => typeof value === 'string',
  read: (text) => text,
};

/** Service URLs by zone: `z1=http://a/eureka/ http://b/eureka/,z2=http://c/eureka/` as text. */
export const urlsByZone: Kind<Readonly<Record<string, readonly string[]>>> = {
  allowed:
    'zones with the URLs of their registries, such as z1=http://a/eureka/ http://b/eureka/,z2=http://c/eureka/',
  accepts: (value) =>
    typeof value === 'object' && value !== null && Object.values(value).every(listOf(serviceUrl).accepts),
  read(text) {
    const entries = text.split(',').map((zone) => {
      const [name = '', urls = ''] = zone.trim().split(/=(.*)/s);
      return [name.trim(), urls.trim().split(/\s+/)] as const;
    });
    const zones = Object.fromEntries(entries);
    return entries.every(([name]) => name !== '') && urlsByZone.accepts(zones) ? zones : undefined;
  },
};
