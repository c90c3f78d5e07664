import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const layer = (name, ...below) => ({
  sourceTag: `layer:${name}`,
  onlyDependOnLibsWithTags: below.map((each) => `layer:${each}`),
});

const libraries = [
  'cluster-view',
  'common-api',
  'eureka-client',
  'eureka-conformance',
  'eureka-console',
  'eureka-protocol',
  'eureka-server',
  'load-balancer',
  'order-consumer',
  'payment-provider',
  'playground',
  'playground-page',
  'runtime',
];

/** Needs the types, which a file's own project gives. */
const observedPromises = (library) => ({
  files: [`libs/${library}/src/**/*.ts`],
  ignores: ['**/*.spec.ts'],
  languageOptions: {
    parserOptions: {
      project: `libs/${library}/tsconfig.check.json`,
      tsconfigRootDir: import.meta.dirname,
    },
  },
  rules: { '@typescript-eslint/no-floating-promises': ['error', { ignoreVoid: false }] },
});

export default tseslint.config(
  { ignores: ['**/dist/**', '**/node_modules/**', 'data/**', '.nx/**', '**/*.mjs', '**/fixtures/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts'],
    plugins: { '@nx': nx },
    languageOptions: { parserOptions: { emitDecoratorMetadata: true, experimentalDecorators: true } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports' }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // Projects import downwards only, never sideways between features or between clients.
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: [
            layer('app', 'feature'),
            layer('feature', 'client', 'base'),
            layer('client', 'base'),
            layer('base', 'base'),
            // Runs what the features are made of, in a page.
            layer('playground', 'feature', 'client', 'base'),
            layer('playground-page', 'playground', 'base'),
            layer('tooling', 'base', 'client', 'feature', 'playground'),
          ],
        },
      ],
    },
  },
  {
    // The site is a part of the project tools/companion, which has its rules of Markdown and its checks.
    files: ['docs/.vitepress/**/*.ts'],
    rules: { '@nx/enforce-module-boundaries': 'off' },
  },
  // A promise that fails unobserved ends the process; `void` does not observe it.
  ...libraries.map(observedPromises),
  {
    // The core is passed a clock and a random source. Its imports are checked by .dependency-cruiser.mjs.
    files: ['libs/*/src/core/**/*.ts', 'libs/eureka-protocol/src/**/*.ts'],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-globals': ['error', 'Date', 'process', 'console', 'fetch', 'setTimeout', 'setInterval'],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
    },
  },
  {
    files: ['libs/*/src/*.ts'],
    ignores: [
      '**/index.ts',
      'libs/eureka-client/src/eureka-client.ts',
      'libs/load-balancer/src/load-balancer.ts',
      // These packages are small enough for a single room.
      'libs/{common-api,eureka-conformance,order-consumer,payment-provider}/src/*.ts',
    ],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Program',
          message:
            'src/ holds entry points and main classes alone. Give this file a room: docs/architecture.md.',
        },
      ],
    },
  },
);
