/** A `sid` that says something: Java neither writes nor keeps its two defaults. */
export const tellingSid = (sid: string | undefined): string | undefined =>
  sid === 'na' || sid === 'unknown' ? undefined : sid;
