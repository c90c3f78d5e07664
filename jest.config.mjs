export default { projects: ['<rootDir>/libs/*', '<rootDir>/tools', '<rootDir>/e2e'] };
