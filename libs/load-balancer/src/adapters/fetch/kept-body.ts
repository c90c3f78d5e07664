type Body = ReadableStream<Uint8Array>;

/** The body of a Request, which is a stream whatever it was made of, kept for the tries to come. */
export class KeptBody {
  constructor(private kept: Body | null) {}

  /** Body of the next try. What it reads stays in memory, unless no further try can follow. */
  next(isLast: boolean): Body | null {
    const { kept } = this;
    const [sent, left] = kept && !isLast ? kept.tee() : [kept, null];
    this.kept = left;
    return sent;
  }

  /** Frees the memory once the call has ended. */
  release(): void {
    this.kept?.cancel().catch(() => undefined);
  }
}
