import { decodeApplicationsDocument, decodeInstanceDocument, encoderOf } from '@eureka-nest/protocol';

const encoder = encoderOf({ format: 'xml', detail: 'full', version: 'v2' });

/** The same document as XML, as a registry sends it to a client that asks for XML. */
export function xmlOf({ body: json }: { readonly body: string }): string | undefined {
  if (json.startsWith('{"applications"'))
    return encoder.applications(decodeApplicationsDocument(JSON.parse(json), 0));
  if (json.startsWith('{"instance"')) return encoder.instance(decodeInstanceDocument(JSON.parse(json), 0));
  return undefined;
}
