import type { Application, Applications } from '../model/applications.js';
import { decodeInstance } from './decode-instance.js';
import { encodeInstance } from './encode-instance.js';
import { listAt, objectAt, requiredTextField, textField, underRoot } from './fields.js';

/** Encodes a server's response for one service. */
export const encodeApplicationDocument = (application: Application): { application: object } => ({
  application: encodeApplication(application),
});

/**
 * Encodes a server's response for its registry or its delta. A list of one stays a list, since
 * Spring's client accepts nothing else.
 */
export const encodeApplicationsDocument = (applications: Applications): { applications: object } => ({
  applications: {
    versions__delta: applications.version,
    apps__hashcode: applications.hashCode,
    application: applications.applications.map(encodeApplication),
  },
});

/** Decodes a server's response for one service. */
export const decodeApplicationDocument = (value: unknown, now: number): Application =>
  decodeApplication(underRoot(value, 'application'), 'application', now);

/**
 * Decodes a server's response for its registry or its delta.
 * QUIRK(Applications): a missing version is `-1`, which makes a client fetch everything each time.
 */
export function decodeApplicationsDocument(value: unknown, now: number): Applications {
  const at = 'applications';
  const fields = objectAt(underRoot(value, at), at);
  return {
    version: textField(fields['versions__delta'], at, 'versions__delta') ?? '-1',
    hashCode: textField(fields['apps__hashcode'], at, 'apps__hashcode') ?? '',
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
    name: requiredTextField(fields['name'], at, 'name').toUpperCase(),
    instances: listAt(fields['instance'], `${at}.instance`).map((each, i) =>
      decodeInstance(each, now, `${at}.instance[${i}]`),
    ),
  };
}
