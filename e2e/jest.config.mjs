import preset from '../jest.preset.mjs';

export default {
  ...preset,
  displayName: 'e2e',
  globalSetup: '<rootDir>/harness/bundled.mjs',
  setupFilesAfterEnv: ['<rootDir>/harness/clean-up.ts'],
};
