import type { CheckGroup } from '../check.js';
import { batchBody } from './batch-body.js';
import { batch } from './batch.js';
import { cancel } from './cancel.js';
import { compactResponses } from './compact.js';
import { decoding } from './decoding.js';
import { decodingNumbers } from './decoding-numbers.js';
import { encoding } from './encoding.js';
import { delta } from './delta.js';
import { gzip } from './gzip.js';
import { unsafeInstances } from './unsafe-instances.js';
import { heartbeat } from './heartbeat.js';
import { malformedRequests } from './malformed.js';
import { metadata } from './metadata.js';
import { methods } from './methods.js';
import { negotiation } from './negotiation.js';
import { otherResources } from './other-resources.js';
import { overrideRules } from './override-rules.js';
import { paths } from './paths.js';
import { reading } from './reading.js';
import { rejectedRegistrations } from './rejected-registrations.js';
import { registering } from './registering.js';
import { registrationPaths } from './registration-paths.js';
import { replica } from './replica.js';
import { status } from './status.js';
import { vips } from './vips.js';
import { xmlBodies } from './xml-bodies.js';
import { xmlResponses } from './xml.js';

/** All checks: first the life cycle of an instance, then the ways to read it. */
export const checkGroups: readonly CheckGroup[] = [
  registering,
  registrationPaths,
  decoding,
  decodingNumbers,
  encoding,
  rejectedRegistrations,
  heartbeat,
  replica,
  status,
  overrideRules,
  metadata,
  cancel,
  reading,
  delta,
  vips,
  xmlResponses,
  xmlBodies,
  compactResponses,
  negotiation,
  gzip,
  paths,
  methods,
  batch,
  batchBody,
  malformedRequests,
  otherResources,
  unsafeInstances,
];
