import type { Aspect, Difference } from './comparison.js';
import type { Replayed } from './replay.js';

/** A difference to Java's answers that we mean. */
export interface Deviation {
  /** What Java's servers do, and what we do. */
  readonly what: string;
  readonly why: string;
  /** Which exchanges: names with `*` for any text. Each of these patterns must meet a difference. */
  readonly at: readonly string[];
  /** What of an answer is another; all of it where this is left out. */
  readonly aspects?: readonly Aspect[];
  /** For a whole class of answers: which ones belong to it. */
  readonly when?: (replayed: Replayed, difference: Difference) => boolean;
}

/** Every deliberate difference, in one table. The first that fits a difference explains it. */
export const deviations: readonly Deviation[] = [
  {
    what: 'A current Spring server gives every error a body, Spring Boot’s error page (Hoxton gives one to a 500); ours are empty.',
    why: 'Jersey clients read any body of a heartbeat’s answer as an instance: after a 404 with that page they take the server for broken and never register again.',
    at: ['server-current/*', 'server-hoxton/*', 'client-current/*', 'client-current-jersey/*'],
    aspects: ['body'],
    when: ({ step, ours }) =>
      step.answer.status >= 400 && ours.status === step.answer.status && ours.text === '',
  },
  {
    what: 'Java says `cannot parse request body` and no more; we say which field it is and what it must be.',
    why: 'Whoever sent it can mend it. The status and the form of the answer are Java’s.',
    at: ['server-*/08-errors/*', 'server-*/09-batch/*'],
    aspects: ['body'],
    when: ({ step, ours }) => says(step.answer.body) && says(ours.text) && step.answer.status === ours.status,
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
    why: 'HEAD is answered wherever GET is.',
    at: ['server-current/*'],
    aspects: ['allow'],
    when: (_, { recorded, ours }) => ours === String(recorded).replace('GET,', 'GET,HEAD,'),
  },
  {
    what: 'Hoxton does not know `/eureka/v2/...`; we answer there what we answer below `/eureka/...`.',
    why: 'Netflix’s own servers and the current Spring server have these paths.',
    at: [
      'server-hoxton/08-errors/09[0-2]-*',
      'server-hoxton/08-errors/11[23]-*',
      'server-hoxton/09-batch/027-*',
    ],
  },
  {
    what: 'A current Spring server takes any first segment that begins with `v2` (`/eureka/v2x/apps`); we take `v1` and `v2`.',
    why: 'It is a slip of a prefix test; no client asks so.',
    at: ['server-current/08-errors/096-*'],
  },
  {
    what: 'Spring’s servers do not know `/eureka/v1/...`; we answer there with the first protocol version.',
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
    what: 'A registration of `null` makes Java fail with a 500; we answer 400.',
    why: 'It is the fault of who sent it.',
    at: ['server-*/08-errors/006-*'],
  },
  {
    what: 'Java refuses unknown arrays and objects in an instance where another field follows; we pass over them.',
    why: 'A newer client may have fields that we do not know. What follows is read as it is meant.',
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
    why: 'The clients of Node that are in use send them so; it is clear what is meant.',
    at: ['server-*/08-errors/035-*', 'server-*/08-errors/043-*'],
  },
  {
    what: 'So the five instances of the requests before, which Java refused, are listed.',
    why: 'They were registered.',
    at: ['server-*/12-more/018-*', 'server-*/12-more/019-*'],
    aspects: ['body'],
  },
  {
    what: 'Java reads the keys of an unknown object as fields of the instance itself (`hostName` became `evil`, the vip was lost); we pass over it.',
    why: 'Nobody means that.',
    at: ['server-*/08-errors/053-*', 'server-current/08-errors/09[0-2]-*', 'server-*/08-errors/10[238]-*'],
    aspects: ['body'],
  },
  {
    what: 'Java’s servers refuse a batch with an unknown property; we pass over it.',
    why: 'A newer peer may have fields that we do not know; one such field must not end all replication.',
    at: ['server-*/09-batch/021-*', 'server-*/09-batch/022-*'],
  },
  {
    what: 'The instance in a batch’s answer (409) is in Java as it was when the whole batch was done, even if a later item removed it; ours is as it was when the item was answered.',
    why: 'That is what the sender was told 409 about.',
    at: ['server-*/09-batch/016-*'],
    aspects: ['body'],
  },
  {
    what: 'A batch without `Accept: application/json` is answered by Java in XML, with names of Java classes; we always answer JSON.',
    why: 'Peers ask for JSON, and nobody can read the other.',
    at: ['server-*/09-batch/023-*', 'server-*/09-batch/024-*'],
    aspects: ['type', 'body'],
  },
  {
    what: 'Java looks for `gzip` anywhere in `Accept-Encoding`, so `gzip;q=0` is answered compressed and `GZIP` is not; we read the header as HTTP means it.',
    why: 'Who refuses gzip may not be able to read it.',
    at: ['server-*/12-more/018-*', 'server-*/12-more/019-*'],
    aspects: ['coding'],
  },
  {
    what: 'Tomcat refuses `%2F` in a path; we take it as a part of the id.',
    why: 'Such an id can be registered, so it can be asked for.',
    at: ['server-*/12-more/026-*'],
  },
  {
    what: 'A JSON answer to `Accept: application/xml, application/json;q=0.5` is called `application/xml` by Java; we call it JSON.',
    why: 'The type must match the body. No Java client sends such a header.',
    at: ['server-*/02-queries/022-*', 'server-*/02-queries/023-*'],
  },
  {
    what: 'Java’s reads come from a cache that is refreshed each 30 s (here also: each second); ours see a change at once.',
    why: 'Fresher is better, and cheap here.',
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
    why: 'It never comes to us.',
    at: ['server-*/08-errors/077-*'],
  },
  {
    what: 'Java’s `Allow` for TRACE names every method that any path has, and Hoxton sends the request back; we name the methods of the path, and have no body.',
    why: 'The one is of no use, the other a hole in the wall.',
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
    why: 'Vips are compared to the letter; the current server keeps them too.',
    at: ['server-hoxton/01-register/*'],
    aspects: ['body'],
    when: (_, { recorded, ours }) =>
      JSON.stringify(recorded).replaceAll(/("(?:secureV|v)ipAddress":)"SHOP"/g, '$1"shop"') ===
      JSON.stringify(ours),
  },
  {
    what: 'Spring’s servers compress `apps` and `apps/delta` alone; we compress all that is kept, and any document of more than a packet.',
    why: 'Netflix’s own server compresses whatever was asked for so.',
    at: ['server-*/02-queries/033-*'],
    aspects: ['coding'],
  },
  {
    what: 'A current Spring server says `DOWN` for `OUT_OF_SERVICE` and `UNKNOWN` in the XML of a single instance; we say what is.',
    why: 'It is the form of the first protocol version, sent to who asked for the second. Hoxton does not do it.',
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
    what: 'What `GET status` tells of memory, addresses and peers is of another machine; ours tells the environment too, as Hoxton’s.',
    why: 'It is about the server itself. The names and their order are Java’s.',
    at: ['server-*/10-status-pages/00[56]-*', 'replication-*-pages/001-*'],
    aspects: ['body'],
    when: (_, { recorded, ours }) =>
      namesIn(ours).replace('environment ', '') === namesIn(recorded).replace('environment ', ''),
  },
  {
    what: 'Java’s servers cannot write `GET status` in JSON (500, or a body that breaks off); ours is whole.',
    why: 'Theirs is a fault.',
    at: ['server-*/10-status-pages/004-*', 'replication-*-pages/002-*'],
    when: ({ ours }) => ours.status === 200 && JSON.parse(ours.text).instanceInfo.app === 'EUREKA-SERVER',
  },
];

/** The names of a status document's elements but those of the instance, which has its own metadata and pages. */
function namesIn(document: unknown): string {
  const names = (element: unknown): string => {
    const [name, , content] = element as [string, object, string | unknown[]];
    return `${name} ${Array.isArray(content) && name !== 'instanceInfo' ? content.map(names).join('') : ''}`;
  };
  return names(document);
}

const says = (text: string) => text.includes('cannot parse request body');
