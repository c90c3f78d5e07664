import type { Application, Applications } from '../model/applications.js';
import { decodeInstance } from './decode-instance.js';
import { encodeInstance } from './encode-instance.js';
import { listAt, objectAt, requiredTextOf, textOf, underRoot } from './fields.js';

/** All instances of one service, as a server answers them. */
export const encodeApplicationDocument = (application: Application): { application: object } => ({
  application: encodeApplication(application),
});

/** A registry or its recent changes, as a server answers them. Lists stay lists, also of one: Spring's client takes nothing else. */
export const encodeApplicationsDocument = (applications: Applications): { applications: object } => ({
  applications: {
    versions__delta: applications.version,
    apps__hashcode: applications.hashCode,
    application: applications.applications.map(encodeApplication),
  },
});

/** What a server answered for one service. */
export const decodeApplicationDocument = (value: unknown, now: number): Application =>
  decodeApplication(underRoot(value, 'application'), 'application', now);

/**
 * What a server answered for its registry or the changes in it.
 * QUIRK(Applications): without a version it is `-1`, upon which a client fetches everything each time.
 */
export function decodeApplicationsDocument(value: unknown, now: number): Applications {
  const at = 'applications';
  const fields = objectAt(underRoot(value, at), at);
  return {
    version: textOf(fields, 'versions__delta', at) ?? '-1',
    hashCode: textOf(fields, 'apps__hashcode', at) ?? '',
    applications: listAt(fields['application'], `${at}.application`).map((each, i) =>
      decodeApplication(each, `${at}.application[${i}]`, now),
    ),
  };
}

const encodeApplication = ({ name, instances }: Application): object => ({
  name,
  instance: instances.map(encodeInstance),
});

function decodeApplication(value: unknown, at: string, now: number): Application {
  const fields = objectAt(value, at);
  return {
    name: requiredTextOf(fields, 'name', at).toUpperCase(),
    instances: listAt(fields['instance'], `${at}.instance`).map((each, i) =>
      decodeInstance(each, now, `${at}.instance[${i}]`),
    ),
  };
}
