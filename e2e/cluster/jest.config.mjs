import preset from '../../jest.preset.mjs';

// This suite is not part of `npm test`: it needs root for network namespaces, and several minutes.
export default {
  ...preset,
  displayName: 'cluster',
  testMatch: ['<rootDir>/**/*.cluster-spec.ts'],
  // Each suite measures times, which a second one would disturb.
  maxWorkers: 1,
  globalSetup: '<rootDir>/harness/installed.mjs',
  setupFilesAfterEnv: ['<rootDir>/harness/clean-up.ts'],
};
