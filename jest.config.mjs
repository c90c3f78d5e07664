export default {
  projects: ['<rootDir>/libs/*', '<rootDir>/tools', '<rootDir>/bench', '<rootDir>/e2e'],
  // For what hangs, not for what is slow on a busy machine. Jest reads it here alone, not in a project.
  testTimeout: 30_000,
};
