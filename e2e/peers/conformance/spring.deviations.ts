import type { Deviations } from '@eureka-nest/conformance';

const errorPage =
  'Spring Boot gives every error a page; ours are empty, because Jersey clients read it as an instance and never register again';
const gzipAsText = 'Java looks for the text `gzip` in the header; ours reads it as HTTP means it';
const unknownField =
  'Java stumbles over unknown lists and objects; ours passes over what a newer client may send';
const shortForm = 'Java refuses what clients of Node send; ours knows what is meant';
const staleVip =
  'of the lists by vip Java renews those alone that the new vip, as a whole, names; ours never shows the past';
const harmless =
  'Java takes it and then writes what some readers cannot read, for all of them; ours refuses it and names the field';
const batchForm =
  'Java answers in XML with names of its classes, which nobody reads; a batch of ours is answered in JSON always';
const noGzipBody =
  'Spring leaves out the filter that decodes request bodies; ours reads them, as Netflix’s server does';
const noServerInfo = 'Spring’s routing hides this resource of Netflix’s; ours has it';

/** What both of Spring's servers do otherwise: by id of the check, why ours does not. */
const ofBoth: Deviations = {
  'register-slash-id': 'Tomcat refuses %2F in a path; with ours an id that was registered can be asked for',
  'decode-port-number': shortForm,
  'decode-no-class': shortForm,
  'decode-unknown-array': unknownField,
  'decode-unknown-object': unknownField,
  'refuse-type': 'Java calls its plain words JSON or XML; ours calls them text/plain',
  'unreadable-null': 'Java fails at `null` with a 500; ours says that the sender is wrong',
  'vip-moves': staleVip,
  'vip-list-fresh': staleVip,
  'svip-list-fresh': staleVip,
  'vip-compact-fresh': staleVip,
  'xml-register-lease-text':
    'Java loses what follows a broken number of the lease; ours refuses it or passes over it',
  'accept-type-fits': 'Java may call JSON application/xml; with ours the type is that of the body',
  'gzip-refused': gzipAsText,
  'gzip-case': gzipAsText,
  'gzip-vary':
    'Spring leaves out the filter that tells caches of Accept-Encoding; ours tells them, as Netflix’s server does',
  'gzip-body': noGzipBody,
  'batch-gzip': noGzipBody,
  'path-v1': 'Spring has no paths below `v1`; ours has, as Netflix’s server',
  'errors-empty': errorPage,
  'batch-snapshot':
    'Java shows the instance as it is when the whole batch is done, ours as it was at the item that is answered',
  'batch-unknown':
    'Java drops a batch with a field that it does not know, and with it up to 250 changes; ours passes over it',
  'batch-no-accept': batchForm,
  'batch-accept-xml': batchForm,
  serverinfo: noServerInfo,
  'serverinfo-json': noServerInfo,
  'status-page-json': 'Java’s JSON of this page breaks off in the middle, or is a 500; ours is whole',
  'harm-control': harmless,
  'harm-xml': harmless,
  'harm-dots': harmless,
  'harm-port': harmless,
};

export const springCloudDeviations: Deviations = {
  ...ofBoth,
  'heartbeat-404-empty': errorPage,
  'errors-empty-406': errorPage,
  'method-allow-head': 'the current Jersey leaves HEAD out of Allow; ours names it, as it is answered',
  'xml-status-alone':
    'Java writes OUT_OF_SERVICE and UNKNOWN of a single instance as DOWN; ours writes what is true',
};

const noV2 = 'Hoxton has no paths below `v2`; ours has them, as Netflix’s server and the current Spring';

export const hoxtonDeviations: Deviations = {
  ...ofBoth,
  'register-keeps-vip': 'Hoxton writes a vip that equals its application in capitals; ours keeps it',
  'instances-none': 'Hoxton answers 405 where there is nothing; ours 404',
  'path-v2': noV2,
  'path-v2-life': noV2,
  'batch-v2': noV2,
  'xml-metadata-names': 'Hoxton writes a key as it is, and so XML that nobody can read; ours escapes it',
};
