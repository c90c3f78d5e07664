import preset from '../../jest.preset.mjs';

// Not part of `npm test`: it installs from the npm registry, and a Java client from Maven's.
export default {
  ...preset,
  displayName: 'package',
  testMatch: ['<rootDir>/**/*.package-spec.ts'],
  maxWorkers: 1,
  globalSetup: '<rootDir>/harness/installed.mjs',
  globalTeardown: '<rootDir>/harness/removed.mjs',
  setupFilesAfterEnv: ['<rootDir>/../peers/harness/clean-up.ts'],
};
