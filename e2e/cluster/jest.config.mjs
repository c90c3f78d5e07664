import preset from '../../jest.preset.mjs';

// Not part of `npm test`: it needs root for its network namespaces, and several minutes.
export default {
  ...preset,
  displayName: 'cluster',
  testMatch: ['<rootDir>/**/*.cluster-spec.ts'],
  // Each suite measures: two at once would measure each other.
  maxWorkers: 1,
  globalSetup: '<rootDir>/harness/installed.mjs',
  setupFilesAfterEnv: ['<rootDir>/harness/clean-up.ts'],
};
