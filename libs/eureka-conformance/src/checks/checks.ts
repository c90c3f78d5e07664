import type { Group } from '../check.js';
import { batchBody } from './batch-body.js';
import { batch } from './batch.js';
import { cancel } from './cancel.js';
import { compactAnswers } from './compact.js';
import { decoding } from './decoding.js';
import { delta } from './delta.js';
import { gzip } from './gzip.js';
import { harm } from './harm.js';
import { heartbeat } from './heartbeat.js';
import { metadata } from './metadata.js';
import { methods } from './methods.js';
import { negotiation } from './negotiation.js';
import { others } from './others.js';
import { overrideRules } from './override-rules.js';
import { paths } from './paths.js';
import { reading } from './reading.js';
import { refusing } from './refusing.js';
import { registering } from './registering.js';
import { replica } from './replica.js';
import { status } from './status.js';
import { vips } from './vips.js';
import { xmlBodies } from './xml-bodies.js';
import { xmlAnswers } from './xml.js';

/** All checks, in the order of an instance's life, then of the ways to look at it. */
export const groups: readonly Group[] = [
  registering,
  decoding,
  refusing,
  heartbeat,
  replica,
  status,
  overrideRules,
  metadata,
  cancel,
  reading,
  delta,
  vips,
  xmlAnswers,
  xmlBodies,
  compactAnswers,
  negotiation,
  gzip,
  paths,
  methods,
  batch,
  batchBody,
  others,
  harm,
];
