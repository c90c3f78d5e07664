import preset from '../../jest.preset.mjs';

// The provider's suites once more, on a real MariaDB that they start themselves.
export default {
  ...preset,
  displayName: 'payment-provider on MariaDB',
  testMatch: ['<rootDir>/test/**/*.mysql-spec.ts'],
  globalSetup: '<rootDir>/jest.mysql.setup.mjs',
};
