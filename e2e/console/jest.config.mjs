import preset from '../../jest.preset.mjs';

// Tests of the console and its lab: the real processes, and the page in Chromium.
export default {
  ...preset,
  displayName: 'console',
  testMatch: ['<rootDir>/**/*.e2e.ts'],
  globalSetup: '<rootDir>/setup.mjs',
  setupFilesAfterEnv: ['../harness/clean-up.ts'],
  // Each suite runs a demo of its own; two at once would wait for each other's processor.
  maxWorkers: 1,
};
