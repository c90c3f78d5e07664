// Judges one suite by Jest's report, and by a second one if its failed files ran again.
// Prints "PASSED FAILED", then the files to run again, if any. Flaky tests go to standard error.
import { existsSync, readFileSync } from 'node:fs';

/** More failed files than this are no accident: they do not run again. */
const maxFilesAgain = 3;

const [exitCode, report, reportAgain] = process.argv.slice(2);

function read(file) {
  if (!file || !existsSync(file)) return undefined;
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

const failures = (run) =>
  (run.numFailedTests ?? 0) + (run.numRuntimeErrorTestSuites ?? 0) + (run.numPendingTests ?? 0);
const failedTests = (run) =>
  run.testResults.flatMap(({ name, assertionResults }) =>
    assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${name}: ${fullName}`),
  );

const run = read(report) ?? {};
const again = read(reportAgain);
const hasCrashed = exitCode !== '0' || !run.numPassedTests;
let [passed, failed] = [run.numPassedTests ?? 0, failures(run) || Number(hasCrashed)];

if (again) {
  const failedAgain = new Set(failedTests(again));
  for (const name of failedTests(run)) if (!failedAgain.has(name)) console.error(`FLAKY: ${name}`);
  const stillFailed = failures(again) || Number(!again.numPassedTests);
  passed += Math.max(0, failed - stillFailed);
  failed = stillFailed;
}
console.log(`${passed} ${failed}`);

const files = (run.testResults ?? []).filter(({ status }) => status === 'failed').map(({ name }) => name);
const isComplete = run.numTotalTests > 0 && !run.wasInterrupted && (run.numPendingTests ?? 0) === 0;
if (!again && isComplete && files.length > 0 && files.length <= maxFilesAgain) console.log(files.join('\n'));
