import { PluginKind, declareClassPlugin } from '@stryker-mutator/api/plugin';
import * as stryker from '@stryker-mutator/api/test-runner';
import { libOf } from './cores.mjs';
import { bundledSpecs } from './specs.mjs';

/**
 * @typedef {stryker.DryRunResult} DryRunResult
 * @typedef {stryker.MutantRunOptions} MutantRunOptions
 * @typedef {stryker.MutantRunResult} MutantRunResult
 * @typedef {stryker.TestResult} TestResult
 * @import { InstrumenterContext } from '@stryker-mutator/api/core'
 * @import { Test } from './specs.mjs'
 */

const world = /** @type {{ __stryker__?: InstrumenterContext }} */ (globalThis);
/** StrykerJS and the changed code speak to each other here. */
const context = (world.__stryker__ ??= {});

/** Test runner for Stryker: runs in its worker, with the specs loaded anew for each mutant. */
class CoreSpecs {
  /** @type {Awaited<ReturnType<typeof bundledSpecs>> | undefined} */
  #specs;
  /** Durations of passed tests; quick ones go first. @type {Map<string, number>} */
  #took = new Map();

  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    // A mutant may leave a promise behind that fails later.
    process.on('unhandledRejection', () => {});
    this.#specs = await bundledSpecs(process.cwd());
  }

  /** @returns {Promise<DryRunResult>} */
  async dryRun() {
    context.activeMutant = undefined;
    const tests = [];
    for (const test of this.#load(() => true, { counts: true })) {
      context.currentTestId = test.id;
      tests.push(await this.#run(test));
    }
    context.currentTestId = undefined;
    return { status: stryker.DryRunStatus.Complete, tests, mutantCoverage: context.mutantCoverage };
  }

  /**
   * @param {MutantRunOptions} options
   * @returns {Promise<MutantRunResult>}
   */
  async mutantRun(options) {
    const { activeMutant, mutantActivation, hitLimit, disableBail } = options;
    context.hitLimit = hitLimit;
    context.hitCount = hitLimit === undefined ? undefined : 0;
    context.activeMutant = mutantActivation === 'static' ? activeMutant.id : undefined;
    try {
      const tests = this.#testsFor(options);
      context.activeMutant = activeMutant.id;
      const result = await this.#untilOneFails(tests, disableBail);
      const endless = stryker.determineHitLimitReached(context.hitCount, hitLimit);
      return stryker.toMutantRunResult(endless ?? { status: stryker.DryRunStatus.Complete, tests: result });
    } catch (error) {
      // The specs could not even be loaded.
      return stryker.toMutantRunResult({
        status: stryker.DryRunStatus.Complete,
        tests: [failed('loading', 0, error)],
      });
    } finally {
      context.activeMutant = undefined;
    }
  }

  /** @param {MutantRunOptions} options */
  #testsFor({ sandboxFileName, testFilter }) {
    if (!testFilter) return this.#load((file) => libOf(file) === libOf(sandboxFileName));
    const ids = new Set(testFilter);
    const files = new Set(testFilter.map((id) => id.split(' > ', 1)[0] ?? ''));
    return this.#load((file) => files.has(file)).filter(({ id }) => ids.has(id));
  }

  /**
   * @param {(file: string) => boolean} isWanted
   * @param {{ counts?: boolean }} [how]
   */
  #load(isWanted, how) {
    if (!this.#specs) throw new Error('init() comes first');
    return this.#specs.load(this.#specs.files.filter(isWanted), how);
  }

  /**
   * @param {readonly Test[]} tests
   * @param {boolean} all go on after a failure
   */
  async #untilOneFails(tests, all) {
    const took = ({ id = '' }) => this.#took.get(id) ?? 0;
    const results = [];
    for (const test of [...tests].sort((a, b) => took(a) - took(b))) {
      const result = await this.#run(test);
      results.push(result);
      if (result.status === stryker.TestStatus.Failed && !all) break;
    }
    return results;
  }

  /**
   * @param {Test} test
   * @returns {Promise<TestResult>}
   */
  async #run({ id, file, run }) {
    const from = performance.now();
    const took = () => performance.now() - from;
    try {
      await run();
      this.#took.set(id, took());
      return { id, name: id, fileName: file, timeSpentMs: took(), status: stryker.TestStatus.Success };
    } catch (error) {
      return { ...failed(id, took(), error), fileName: file };
    }
  }
}

/**
 * @param {string} id
 * @param {number} timeSpentMs
 * @param {unknown} error
 */
const failed = (id, timeSpentMs, error) => ({
  ...{ id, name: id, timeSpentMs, failureMessage: String(error) },
  status: /** @type {const} */ (stryker.TestStatus.Failed),
});

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, 'core-specs', CoreSpecs)];
