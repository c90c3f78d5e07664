import preset from '../../jest.preset.mjs';

// This suite is not part of `npm test`: it installs packages from npm, and a Java client from
// Maven.
export default {
  ...preset,
  displayName: 'package',
  testMatch: ['<rootDir>/**/*.package-spec.ts'],
  maxWorkers: 1,
  globalSetup: '<rootDir>/harness/installed.mjs',
  globalTeardown: '<rootDir>/harness/removed.mjs',
  setupFilesAfterEnv: ['<rootDir>/../peers/harness/clean-up.ts'],
};
