import preset from '../../jest.preset.mjs';

// Tests of the companion: the chapters' commands on the real processes, and the site in Chromium.
export default {
  ...preset,
  displayName: 'docs',
  testMatch: ['<rootDir>/**/*.docs-spec.ts'],
  globalSetup: '<rootDir>/setup.mjs',
  setupFilesAfterEnv: ['../harness/clean-up.ts'],
  // The chapters need the demo's ports, and the processor for its apps.
  maxWorkers: 1,
};
