/** `whenRegistered()` was called too early in an application that has yet to reach an event. */
export class NotStartedError extends Error {
  override readonly name = 'NotStartedError';
  readonly code = 'EUREKA_NOT_STARTED';

  /** @param event clause that completes "when …", such as "the application listens" */
  constructor(readonly event: string) {
    super(
      `this process registers only when ${event}: call whenRegistered() after that, or subscribe to 'registered'`,
    );
  }
}
