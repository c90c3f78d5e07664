// Nest 12 and fastify's cookie are ES modules; on Node 20 Jest cannot require() those, so they are compiled with the tests.
const swc = (syntax) => [
  '@swc/jest',
  {
    jsc: {
      parser: { syntax, decorators: true },
      transform: { legacyDecorator: true, decoratorMetadata: true },
      target: 'es2022',
    },
    module: { type: 'commonjs' },
  },
];

// The language of messages follows the environment; specs expect English.
process.env['LC_ALL'] = 'C.UTF-8';

export default {
  testEnvironment: 'node',
  // Looked up in Jest's sandbox they cost more than what is calculated with them: ten thousand simulated stories take three times as long.
  sandboxInjectedGlobals: ['Math', 'Infinity'],
  testEnvironmentOptions: { customExportConditions: ['@eureka-nest/source', 'node', 'require', 'default'] },
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: { '^.+\\.ts$': swc('typescript'), '^.+\\.m?js$': swc('ecmascript') },
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|cookie)/)'],
};
