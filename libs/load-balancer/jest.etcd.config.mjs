import preset from '../../jest.preset.mjs';

// The etcd source on a real etcd that the suite starts itself.
export default {
  ...preset,
  displayName: 'load-balancer on etcd',
  testMatch: ['<rootDir>/test/**/*.etcd-spec.ts'],
  globalSetup: '<rootDir>/jest.etcd.setup.mjs',
};
