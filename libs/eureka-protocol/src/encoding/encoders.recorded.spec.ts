import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Encoder } from '../model/encoder.js';
import { encoderOf } from './encoders.js';
import type { WireForm } from '../model/wire-form.js';
import { decodeApplicationDocument, decodeApplicationsDocument } from '../json/applications-json.js';
import { decodeInstanceDocument } from '../json/decode-instance.js';
import { decodeApplicationsXml, decodeApplicationXml, decodeInstanceXml } from '../xml/decode-xml.js';
import { readXml, type XmlElement } from '../xml/read-xml.js';

const now = 1_795_500_000_000;

/** A recorded body, as a Java process sent it, byte for byte. */
const recorded = (file: string): string => readFileSync(join(__dirname, '../../fixtures', file), 'utf8');

const encoderFor = (file: string): Encoder => {
  const format = file.endsWith('.xml') ? 'xml' : 'json';
  const detail = file.includes('compact') ? 'compact' : 'full';
  return encoderOf({ format, detail, version: 'v2' } satisfies WireForm);
};

describe("a response of Java's current server, decoded and encoded again, is the same", () => {
  it.each([
    'app-compact.json',
    'apps.json',
    'apps-compact.json',
    'apps-empty-compact.json',
    'delta-compact.json',
    'instance-amazon.json',
    'vips-compact.json',
  ])('%s, byte for byte', (file) => {
    const text = recorded(file).trim();
    expect(jsonAgain(text, encoderFor(file))).toBe(text);
  });

  it.each([
    'app.xml',
    'apps.xml',
    'apps-compact.xml',
    'apps-empty.xml',
    'apps-empty-compact.xml',
    'apps-overridden.xml',
    'delta.xml',
    'delta-compact.xml',
    'instance-amazon.xml',
    'instance-minimal.xml',
    'instance-odd-metadata.xml',
    'vips.xml',
  ])('%s, element by element in the same order', (file) => {
    const text = recorded(file);
    const root = /<(\w+)/.exec(text)?.[1] ?? '';
    expect(withoutWhitespace(readXml(xmlAgain(text, encoderFor(file)), root))).toEqual(
      withoutWhitespace(readXml(text, root)),
    );
  });
});

const jsonAgain = (text: string, encoder: Encoder): string => {
  const value: object = JSON.parse(text);
  if ('instance' in value) return encoder.instance(decodeInstanceDocument(value, now));
  if ('application' in value) return encoder.application(decodeApplicationDocument(value, now));
  return encoder.applications(decodeApplicationsDocument(value, now));
};

const xmlAgain = (text: string, encoder: Encoder): string => {
  if (text.startsWith('<instance>')) return encoder.instance(decodeInstanceXml(text, now));
  if (text.startsWith('<application>')) return encoder.application(decodeApplicationXml(text, now));
  return encoder.applications(decodeApplicationsXml(text, now));
};

/** Drops the white space between elements. */
const withoutWhitespace = ({ name, attributes, children, text }: XmlElement): object => ({
  name,
  attributes: { ...attributes },
  text: children.length > 0 ? '' : text,
  children: children.map(withoutWhitespace),
});

describe("Java's XML and JSON of one registry decode to the same value", () => {
  it.each(['instance-amazon', 'instance-minimal', 'instance-odd-metadata'])('%s', (name) => {
    // These two were recorded from one process, moments apart.
    const inXml = decodeInstanceXml(recorded(`${name}.xml`), now);
    const inJson = decodeInstanceDocument(JSON.parse(recorded(`${name}.json`)), now);
    const untimed = { lastUpdatedTimestamp: 0, lastDirtyTimestamp: 0, leaseInfo: inXml.leaseInfo };
    expect({ ...inXml, ...untimed }).toEqual({ ...inJson, ...untimed });
  });

  it('apps', () => {
    expect(decodeApplicationsXml(recorded('apps.xml'), now)).toEqual(
      decodeApplicationsDocument(JSON.parse(recorded('apps.json')), now),
    );
  });

  it.each(['apps-compact', 'apps-empty-compact'])('%s', (name) => {
    expect(decodeApplicationsXml(recorded(`${name}.xml`), now)).toEqual(
      decodeApplicationsDocument(JSON.parse(recorded(`${name}.json`)), now),
    );
  });
});

it('decodes a registration in XML', () => {
  expect(decodeInstanceXml(recorded('register.xml'), now)).toMatchObject({
    instanceId: 'web-2:shop:8082',
    port: { number: 8082, enabled: true },
    securePort: { number: 443, enabled: false },
    dataCenterInfo: { name: 'MyOwn' },
    leaseInfo: { renewalIntervalInSecs: 30, durationInSecs: 90 },
    metadata: { zone: 'z1' },
    lastUpdatedTimestamp: now,
    lastDirtyTimestamp: 1_795_400_000_000,
  });
});

it('rejects the element names that Hoxton writes, which are not XML', () => {
  expect(() => decodeInstanceXml(recorded('hoxton-odd-metadata.xml'), now)).toThrow(
    /instance must be the root element of an XML document: .* \(line 25\)/,
  );
});
