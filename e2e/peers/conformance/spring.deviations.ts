import type { Deviations } from '@eureka-nest/conformance';

const errorPage =
  'Spring Boot gives every error a page; ours are empty, because Jersey clients read it as an instance and never register again';
const gzipAsText = 'Java looks for the text `gzip` in the header; ours parses it as HTTP defines it';
const unknownField = 'Java fails on unknown lists and objects; ours ignores the fields of newer clients';
const shortForm = 'Java refuses the short forms of Node clients; ours accepts them';
const staleVip =
  'Java invalidates only the vip lists that the new vip names as a whole; ours are never stale';
const malformed = 'Java responds to a malformed request with a 500, as if it had failed; ours with a 400';
const harmless =
  'Java accepts it and then sends documents that some clients cannot read; ours refuses it and names the field';
const batchForm =
  'Java responds in XML with its class names, which no client reads; ours responds to batches in JSON';
const noGzipBody =
  'Spring omits the filter that decodes request bodies; ours reads them, as Netflix’s server does';
const noServerInfo = 'Spring’s routing hides this resource of Netflix’s; ours has it';

/** Deviations of both Spring servers, by id of the check, with the behaviour of ours. */
const ofBoth: Deviations = {
  'register-slash-id': 'Tomcat refuses %2F in a path; ours serves every registered id',
  'decode-port-number': shortForm,
  'decode-no-class': shortForm,
  'decode-unknown-array': unknownField,
  'decode-unknown-object': unknownField,
  'refuse-type': 'Java labels plain text as JSON or XML; ours labels it text/plain',
  'unreadable-null': 'Java fails at `null` with a 500; ours responds with a 400',
  'vip-moves': staleVip,
  'vip-list-fresh': staleVip,
  'svip-list-fresh': staleVip,
  'vip-compact-fresh': staleVip,
  'xml-register-lease-text':
    'Java loses the fields after a broken lease number; ours refuses or ignores the number',
  'accept-type-fits': 'Java may label JSON as application/xml; with ours the type is that of the body',
  'gzip-refused': gzipAsText,
  'gzip-case': gzipAsText,
  'gzip-vary':
    'Spring omits the filter that sets Vary: Accept-Encoding; ours sets it, as Netflix’s server does',
  'gzip-body': noGzipBody,
  'batch-gzip': noGzipBody,
  'path-v1': 'Spring has no paths below `v1`; ours has, as Netflix’s server',
  'errors-empty': errorPage,
  'batch-snapshot': 'Java returns the instance as it is after the whole batch, ours as it was at the item',
  'batch-unknown':
    'Java drops a batch with an unknown field, and so up to 250 changes; ours ignores the field',
  'batch-no-accept': batchForm,
  'batch-accept-xml': batchForm,
  serverinfo: noServerInfo,
  'serverinfo-json': noServerInfo,
  'status-page-json': 'Java’s JSON of this page is truncated, or a 500; ours is complete',
  'xml-metadata-namespaces':
    'Java writes the keys `a:b` and `xmlns` as they are, which readers that know namespaces reject; ours escapes them',
  'heartbeat-no-number': malformed,
  'heartbeat-empty-stamp': malformed,
  'heartbeat-escape': malformed,
  'replica-override-broken': malformed,
  'status-broken': malformed,
  'status-broken-stamp': malformed,
  'status-lower': malformed,
  'status-empty': malformed,
  'status-missing': malformed,
  'status-delete-broken': malformed,
  'batch-no-list': malformed,
  'harm-control': harmless,
  'harm-xml': harmless,
  'harm-dots': harmless,
  'harm-port': harmless,
};

export const springCloudDeviations: Deviations = {
  ...ofBoth,
  'heartbeat-404-empty': errorPage,
  'errors-empty-406': errorPage,
  'method-allow-head': 'the current Jersey omits HEAD from Allow; ours lists it, since HEAD works',
  'xml-status-alone':
    'Java writes OUT_OF_SERVICE and UNKNOWN of a single instance as DOWN; ours writes the real status',
};

const noV2 = 'Hoxton has no paths below `v2`; ours has them, as Netflix’s server and the current Spring';

export const hoxtonDeviations: Deviations = {
  ...ofBoth,
  'register-keeps-vip': 'Hoxton writes a vip that equals its application in capitals; ours keeps it',
  'instances-none': 'Hoxton responds with 405 where there is no resource; ours with 404',
  'path-v2': noV2,
  'path-v2-life': noV2,
  'batch-v2': noV2,
  'xml-metadata-names': 'Hoxton does not escape keys, which results in invalid XML; ours escapes them',
};
