import { jsonEncoder } from '../json/json-encoder.js';
import type { Encoder } from '../model/encoder.js';
import type { WireForm } from '../model/wire-form.js';
import { xmlEncoder } from '../xml/xml-encoder.js';

const fullJson = jsonEncoder('full');
const compactJson = jsonEncoder('compact');

const encoders: Readonly<
  Record<`${WireForm['format']}-${WireForm['detail']}-${WireForm['version']}`, Encoder>
> = {
  'json-full-v1': fullJson,
  'json-full-v2': fullJson,
  'json-compact-v1': compactJson,
  'json-compact-v2': compactJson,
  'xml-full-v1': xmlEncoder({ detail: 'full', version: 'v1' }),
  'xml-full-v2': xmlEncoder({ detail: 'full', version: 'v2' }),
  'xml-compact-v1': xmlEncoder({ detail: 'compact', version: 'v1' }),
  'xml-compact-v2': xmlEncoder({ detail: 'compact', version: 'v2' }),
};

/** The encoder of a wire form; the same object on every call. */
export const encoderOf = ({ format, detail, version }: WireForm): Encoder =>
  encoders[`${format}-${detail}-${version}`];
