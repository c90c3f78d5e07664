/** Prints a measurement, so that the log of a run has its figures even if it fails. */
export function figure(what: string, value: number, unit: string): void {
  process.stderr.write(`      measured: ${what}: ${Math.round(value)} ${unit}\n`);
}
