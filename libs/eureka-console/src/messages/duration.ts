/** Units from days to seconds, such as `d`, `h`, `min`, `s`. */
export type Units = readonly [day: string, hour: string, minute: string, second: string];

const lengths = [86_400, 3_600, 60, 1];

/** A duration in its two greatest units: `1 h 5 min`, `12 s`. */
export function durationText(ms: number, units: Units): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const first = lengths.findIndex((length) => seconds >= length);
  if (first === -1 || first === 3) return `${seconds} ${units[3]}`;
  const large = Math.floor(seconds / lengths[first]!);
  const small = Math.floor((seconds % lengths[first]!) / lengths[first + 1]!);
  return small === 0 ? `${large} ${units[first]}` : `${large} ${units[first]} ${small} ${units[first + 1]}`;
}

export function bytesText(bytes: number): string {
  const megabytes = bytes / 2 ** 20;
  return megabytes < 10 ? `${megabytes.toFixed(1)} MB` : `${Math.round(megabytes)} MB`;
}
