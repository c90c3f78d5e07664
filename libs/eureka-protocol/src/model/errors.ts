/** Root names of the documents that only servers send. */
const responseRoot = /^(applications?|responseList)\b/;

/** A document breaks the protocol; none of its content was used. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError';
  readonly code = 'EUREKA_DECODE';

  /**
   * @param field path of the invalid field, such as `instance.leaseInfo.durationInSecs`
   * @param allowed description of a valid value; completes "must be …"
   */
  constructor(
    readonly field: string,
    readonly allowed: string,
  ) {
    const document = responseRoot.test(field) ? 'response' : 'request body';
    super(`cannot parse ${document}: ${field} must be ${allowed}`);
  }
}
