import { encoderOf, escapeText, type InstanceInfo } from '@eureka-nest/protocol';
import { respondDocument } from './reply.js';
import type { Resource } from './resource.js';

type Texts = Readonly<Record<string, string>>;

/** State of a server. Java: com.netflix.eureka.util.StatusInfo */
export interface ServerStatus {
  readonly generalStats: Texts;
  readonly applicationStats: Texts;
  /** The server itself, as an instance; it need not be registered. */
  readonly instanceInfo: InstanceInfo;
  /** Left out if no number of peers is required; Java fails to write that in JSON. */
  readonly healthy?: boolean;
}

/** Resource for monitors; clients do not use it. */
export const statusResources = (status: () => ServerStatus): readonly Resource[] => [
  {
    path: 'status',
    methods: {
      GET: (context) => {
        const { format } = context;
        return respondDocument(context, format, (format === 'json' ? encodeJson : encodeXml)(status()));
      },
    },
  },
];

const encoder = (format: 'json' | 'xml') => encoderOf({ format, detail: 'full', version: 'v2' });

function encodeJson({ generalStats, applicationStats, instanceInfo, healthy }: ServerStatus): string {
  const own = JSON.parse(encoder('json').instance(instanceInfo)) as { instance: object };
  return JSON.stringify({ generalStats, applicationStats, instanceInfo: own.instance, healthy });
}

/** QUIRK(StatusInfo): the root element is the class's whole name, and `isHeathly` is misspelt. */
function encodeXml({ generalStats, applicationStats, instanceInfo, healthy }: ServerStatus): string {
  const own = encoder('xml').instance(instanceInfo).slice('<instance>'.length, -'</instance>'.length);
  const health = healthy === undefined ? '' : `<isHeathly>${healthy}</isHeathly>`;
  return (
    '<com.netflix.eureka.util.StatusInfo>' +
    `<generalStats>${elements(generalStats)}</generalStats>` +
    `<applicationStats>${elements(applicationStats)}</applicationStats>` +
    `<instanceInfo>${own}</instanceInfo>${health}</com.netflix.eureka.util.StatusInfo>`
  );
}

const elements = (texts: Texts) =>
  Object.entries(texts)
    .map(([name, text]) => `<${name}>${escapeText(text)}</${name}>`)
    .join('');
