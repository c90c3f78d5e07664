import preset from '../../jest.preset.mjs';

// This suite is not part of `npm test`: it needs a JDK, Maven, Debian packages and several minutes.
export default {
  ...preset,
  displayName: 'peers',
  testMatch: ['<rootDir>/**/*.peers-spec.ts'],
  // Each suite runs several Java processes; two suites at once would exceed their time limits.
  maxWorkers: 1,
  globalSetup: '<rootDir>/harness/installed.mjs',
  setupFilesAfterEnv: ['<rootDir>/harness/clean-up.ts'],
};
