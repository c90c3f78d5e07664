export default { projects: ['<rootDir>/libs/*', '<rootDir>/tools', '<rootDir>/bench', '<rootDir>/e2e'] };
