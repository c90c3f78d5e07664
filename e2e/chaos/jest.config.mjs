import preset from '../../jest.preset.mjs';

// This suite is not part of `npm test`: it needs root for a small file system, Java, and minutes.
export default {
  ...preset,
  displayName: 'chaos',
  testMatch: ['<rootDir>/**/*.chaos-spec.ts'],
  maxWorkers: 1,
  globalSetup: '<rootDir>/harness/installed.mjs',
  setupFilesAfterEnv: ['<rootDir>/../harness/clean-up.ts'],
};
