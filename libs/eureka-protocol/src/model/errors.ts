/** Only servers send documents that begin with these. */
const ofAnAnswer = /^(applications?|responseList)\b/;

/** What came over the wire is not what the protocol says; nothing of it was used. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code = 'EUREKA_DECODE';

  /**
   * @param field the path to what is wrong, such as `instance.leaseInfo.durationInSecs`
   * @param allowed what may stand there, to be read after "must be"
   */
  constructor(
    readonly field: string,
    readonly allowed: string,
  ) {
    super(`cannot parse ${ofAnAnswer.test(field) ? 'answer' : 'request body'}: ${field} must be ${allowed}`);
  }
}
