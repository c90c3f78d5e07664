import { jsonEncoder } from '../json/json-encoder.js';
import type { Encoder } from '../model/encoder.js';
import type { WireForm } from '../model/wire-form.js';
import { xmlEncoder } from '../xml/xml-encoder.js';

const json = { full: jsonEncoder('full'), compact: jsonEncoder('compact') };
const xml = {
  full: { v1: xmlEncoder('full', 'v1'), v2: xmlEncoder('full', 'v2') },
  compact: { v1: xmlEncoder('compact', 'v1'), v2: xmlEncoder('compact', 'v2') },
};

/** The encoder of a wire form; the same object on every call. */
export const encoderOf = ({ format, detail, version }: WireForm): Encoder =>
  format === 'json' ? json[detail] : xml[detail][version];
