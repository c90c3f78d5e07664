import preset from '../../jest.preset.mjs';

// Tests of the page in a real browser, which the setup finds or installs.
export default {
  ...preset,
  displayName: 'page',
  testMatch: ['<rootDir>/*.e2e.ts'],
  globalSetup: '<rootDir>/setup.mjs',
};
