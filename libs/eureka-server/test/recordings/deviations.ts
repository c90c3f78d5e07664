import type { Aspect, Difference } from './comparison.js';
import type { Replayed } from './replay.js';

/** An intended difference from Java's responses. */
export interface Deviation {
  /** Behaviour of Java's servers, and ours. */
  readonly what: string;
  readonly why: string;
  /** Exchanges with the difference; `*` is any text. Each pattern must match one. */
  readonly at: readonly string[];
  /** Parts of the response that differ; left out, any part. */
  readonly aspects?: readonly Aspect[];
  /** True if a difference belongs to this deviation; left out, all that match. */
  readonly when?: (replayed: Replayed, difference: Difference) => boolean;
}

/** All intended differences. The first match explains a difference. */
export const deviations: readonly Deviation[] = [
  {
    what: 'A current Spring server gives every error a body, Spring Boot’s error page (Hoxton gives one to a 500); ours are empty.',
    why: 'Jersey clients parse any body of a heartbeat’s response as an instance: after a 404 with that page they consider the server broken and never register again.',
    at: ['server-current/*', 'server-hoxton/*', 'client-current/*', 'client-current-jersey/*'],
    aspects: ['body'],
    when: ({ step, ours }) =>
      step.answer.status >= 400 && ours.status === step.answer.status && ours.text === '',
  },
  {
    what: 'Java says `cannot parse request body` and no more; we name the field and what it must be.',
    why: 'The sender can correct it. Status and format of the response are Java’s.',
    at: ['server-*/08-errors/*', 'server-*/09-batch/*'],
    aspects: ['body'],
    when: ({ step, ours }) =>
      isParseError(step.answer.body) && isParseError(ours.text) && step.answer.status === ours.status,
  },
  {
    what: 'Java fails with a 500 at a malformed stamp, status or batch; we respond 400, without a body.',
    why: 'No client tells them apart, and a 500 trips alarms and fail-over. With `netflixDefaults` it is a 500.',
    at: [
      'server-*/03-heartbeat/013-*',
      'server-*/05-status-override/02[5-9]-*',
      'server-*/09-batch/018-*',
      'server-*/12-more/020-*',
      'server-*/12-more/023-*',
    ],
    when: ({ step, ours }) => step.answer.status === 500 && ours.status === 400 && ours.text === '',
  },
  {
    what: 'A refused registration is explained in plain text that Java calls `application/json` or `application/xml`; we call it `text/plain`.',
    why: 'It is neither JSON nor XML. Clients look at the status only.',
    at: ['server-current/08-errors/*', 'server-hoxton/08-errors/*'],
    aspects: ['type'],
    when: ({ ours }) => ours.status === 400 && ours.type === 'text/plain',
  },
  {
    what: 'The `Allow` of a current Spring server leaves HEAD out of a 405; ours names it, as Hoxton’s and Netflix’s does.',
    why: 'HEAD works wherever GET does.',
    at: ['server-current/*'],
    aspects: ['allow'],
    when: (_, { recorded, ours }) => ours === String(recorded).replace('GET,', 'GET,HEAD,'),
  },
  {
    what: 'Hoxton does not know `/eureka/v2/...`; we respond there as below `/eureka/...`.',
    why: 'Netflix’s own servers and the current Spring server have these paths.',
    at: [
      'server-hoxton/08-errors/09[0-2]-*',
      'server-hoxton/08-errors/11[23]-*',
      'server-hoxton/09-batch/027-*',
    ],
  },
  {
    what: 'A current Spring server takes any first segment that begins with `v2` (`/eureka/v2x/apps`); we take `v1` and `v2`.',
    why: 'It is an accident of a prefix test; no client uses it.',
    at: ['server-current/08-errors/096-*'],
  },
  {
    what: 'Spring’s servers do not know `/eureka/v1/...`; we respond there with protocol version 1.',
    why: 'Netflix’s own server does.',
    at: ['server-*/08-errors/093-*', 'server-*/08-errors/111-*'],
  },
  {
    what: 'In Spring’s servers the list of overrides cannot be reached; ours is there.',
    why: 'Netflix’s own server has it (`serverinfo/statusoverrides`).',
    at: ['server-*/05-status-override/03[34]-*'],
  },
  {
    what: 'Spring’s servers do not read gzip request bodies and call them unreadable; we read them.',
    why: 'Netflix’s own server does, and a sender may count on it.',
    at: ['server-*/08-errors/063-*', 'server-*/09-batch/028-*'],
  },
  {
    what: 'A registration of `null` makes Java fail with a 500; we respond 400.',
    why: 'It is the fault of the sender.',
    at: ['server-*/08-errors/006-*'],
  },
  {
    what: 'Java refuses unknown arrays and objects in an instance where another field follows; we ignore them.',
    why: 'A newer client may have fields that we do not know. Fields after them are read as usual.',
    at: [
      'server-*/12-more/001-*',
      'server-*/12-more/002-*',
      'server-*/12-more/003-*',
      'server-*/12-more/004-*',
      'server-*/12-more/005-*',
      'server-*/12-more/006-*',
      'server-*/12-more/007-*',
      'server-*/12-more/008-*',
      'server-*/12-more/009-*',
      'server-*/12-more/010-*',
    ],
  },
  {
    what: 'Java refuses a port that is a plain number, and a data center without `@class`; we take both.',
    why: 'The common Node clients send them so; the meaning is clear.',
    at: ['server-*/08-errors/035-*', 'server-*/08-errors/043-*'],
  },
  {
    what: 'So the five instances of the requests before, which Java refused, are listed.',
    why: 'They were registered.',
    at: ['server-*/12-more/018-*', 'server-*/12-more/019-*'],
    aspects: ['body'],
  },
  {
    what: 'Java reads the keys of an unknown object as fields of the instance itself (`hostName` became `evil`, the vip was lost); we ignore it.',
    why: 'No sender means that.',
    at: ['server-*/08-errors/053-*', 'server-current/08-errors/09[0-2]-*', 'server-*/08-errors/10[238]-*'],
    aspects: ['body'],
  },
  {
    what: 'Java’s servers refuse a batch with an unknown property; we ignore it.',
    why: 'A newer peer may have fields that we do not know; one such field must not end all replication.',
    at: ['server-*/09-batch/021-*', 'server-*/09-batch/022-*'],
  },
  {
    what: 'The instance in a batch’s answer (409) is in Java as it was when the whole batch was done, even if a later item removed it; ours is as it was when the item was answered.',
    why: 'The 409 is about that state.',
    at: ['server-*/09-batch/016-*'],
    aspects: ['body'],
  },
  {
    what: 'A batch without `Accept: application/json` is answered by Java in XML, with names of Java classes; we always answer JSON.',
    why: 'Peers ask for JSON, and no peer can read the other.',
    at: ['server-*/09-batch/023-*', 'server-*/09-batch/024-*'],
    aspects: ['type', 'body'],
  },
  {
    what: 'Java looks for `gzip` anywhere in `Accept-Encoding`, so `gzip;q=0` is answered compressed and `GZIP` is not; we follow HTTP.',
    why: 'A client that refuses gzip may not be able to read it.',
    at: ['server-*/12-more/018-*', 'server-*/12-more/019-*'],
    aspects: ['coding'],
  },
  {
    what: 'Tomcat refuses `%2F` in a path; we take it as a part of the id.',
    why: 'Such an id can be registered, so it must be readable.',
    at: ['server-*/12-more/026-*'],
  },
  {
    what: 'A JSON answer to `Accept: application/xml, application/json;q=0.5` is called `application/xml` by Java; we call it JSON.',
    why: 'The type must match the body. No Java client sends such a header.',
    at: ['server-*/02-queries/022-*', 'server-*/02-queries/023-*'],
  },
  {
    what: 'Java’s reads come from a cache that is refreshed each 30 s (here also: each second); ours see a change at once.',
    why: 'Fresh data is better, and cheap here.',
    at: [
      'server-*/11-default-cache/005-*',
      'server-*/11-default-cache/006-*',
      'server-*/11-default-cache/007-*',
      'client-current/011-*',
      'client-current/012-*',
      'client-current/022-*',
      'client-current/054-*',
      'client-current/055-*',
      'client-current-jersey/004-*',
      'client-hoxton/034-*',
    ],
  },
  {
    what: 'A method that HTTP does not know (`BREW`) gets 405 from Tomcat; Node’s own parser answers 400.',
    why: 'The request never reaches us.',
    at: ['server-*/08-errors/077-*'],
  },
  {
    what: 'Java’s `Allow` for TRACE names every method that any path has, and Hoxton sends the request back; we name the methods of the path, and have no body.',
    why: 'The former is useless, the latter a security hole.',
    at: ['server-*/08-errors/085-*'],
  },
  {
    what: 'OPTIONS is answered with a description of the resources in WADL, or with 204 by Hoxton; ours is 200, empty, with `Allow`.',
    why: 'No client asks for it.',
    at: ['server-*/08-errors/08[234]-*'],
  },
  {
    what: 'Hoxton answers 405 to `GET /eureka/instances`; we 404, as the current server does.',
    why: 'There is nothing at that path.',
    at: ['server-hoxton/02-queries/056-*'],
  },
  {
    what: 'In Hoxton a vip that is equal to the name of its application in lower case comes back in upper case; ours stays as it was given.',
    why: 'Vips are case-sensitive; the current server keeps them too.',
    at: ['server-hoxton/01-register/*'],
    aspects: ['body'],
    when: (_, { recorded, ours }) =>
      JSON.stringify(recorded).replaceAll(/("(?:secureV|v)ipAddress":)"SHOP"/g, '$1"shop"') ===
      JSON.stringify(ours),
  },
  {
    what: 'Spring’s servers compress `apps` and `apps/delta` alone; we compress all cached documents, and any document larger than a packet.',
    why: 'Netflix’s own server compresses on request.',
    at: ['server-*/02-queries/033-*'],
    aspects: ['coding'],
  },
  {
    what: 'A current Spring server says `DOWN` for `OUT_OF_SERVICE` and `UNKNOWN` in the XML of a single instance; we state the real status.',
    why: 'It is the format of protocol version 1 in a response of version 2. Hoxton does not do it.',
    at: ['server-current/05-status-override/006-*', 'server-current/05-status-override/017-*'],
    aspects: ['body'],
    when: (_, { recorded, ours }) =>
      JSON.stringify(recorded).replace('["status",{},"DOWN"]', '') ===
      JSON.stringify(ours).replace(/\["status",\{\},"(OUT_OF_SERVICE|UNKNOWN)"\]/, ''),
  },
  {
    what: 'Hoxton’s compact form does not say `registeredApplicationsEmpty`; ours does.',
    why: 'The current server’s does.',
    at: ['server-hoxton/*'],
    aspects: ['body'],
    when: (_, { recorded, ours }) =>
      JSON.stringify(recorded) ===
      JSON.stringify(ours).replace(
        /"registeredApplicationsEmpty":\w+,|\["registeredApplicationsEmpty",\{\},"\w+"\],/,
        '',
      ),
  },
  {
    what: 'Hoxton writes a metadata key such as `a key` into XML as it is, which no reader takes; we escape it.',
    why: 'As the current server does.',
    at: ['server-hoxton/01-register/032-*', 'server-hoxton/06-metadata/007-*'],
    aspects: ['body'],
    when: (_, { recorded }) => /<a key>|<a\/b>/.test(String(recorded)),
  },
  {
    what: 'Memory, addresses and peers in `GET status` are those of another machine; ours has the environment too, as Hoxton’s.',
    why: 'It is about the server itself. The names and their order are Java’s.',
    at: ['server-*/10-status-pages/00[56]-*', 'replication-*-pages/001-*'],
    aspects: ['body'],
    when: (_, { recorded, ours }) =>
      elementNames(ours).replace('environment ', '') === elementNames(recorded).replace('environment ', ''),
  },
  {
    what: 'Java’s servers cannot write `GET status` in JSON (500, or a body that breaks off); ours is whole.',
    why: 'Theirs is a bug.',
    at: ['server-*/10-status-pages/004-*', 'replication-*-pages/002-*'],
    when: ({ ours }) => ours.status === 200 && JSON.parse(ours.text).instanceInfo.app === 'EUREKA-SERVER',
  },
];

/**
 * Names of a status document's elements, except those of the instance, which has its own metadata
 * and pages.
 */
function elementNames(document: unknown): string {
  const names = (element: unknown): string => {
    const [name, , content] = element as [string, object, string | unknown[]];
    return `${name} ${Array.isArray(content) && name !== 'instanceInfo' ? content.map(names).join('') : ''}`;
  };
  return names(document);
}

const isParseError = (text: string) => text.includes('cannot parse request body');
