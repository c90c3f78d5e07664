/** Prints what was measured, so that a run leaves its figures in the log whether or not it passed. */
export function figure(what: string, value: number, unit: string): void {
  process.stderr.write(`      measured: ${what}: ${Math.round(value)} ${unit}\n`);
}
