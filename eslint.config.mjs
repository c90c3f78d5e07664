import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

const layer = (name, ...below) => ({
  sourceTag: `layer:${name}`,
  onlyDependOnLibsWithTags: below.map((each) => `layer:${each}`),
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
      // Imports point down only, never sideways between features or between clients.
      '@nx/enforce-module-boundaries': [
        'error',
        {
          depConstraints: [
            layer('app', 'feature'),
            layer('feature', 'client', 'base'),
            layer('client', 'base'),
            layer('base', 'base'),
            layer('tooling', 'base', 'client', 'feature'),
          ],
        },
      ],
    },
  },
  {
    files: ['libs/*/src/core/**/*.ts', 'libs/eureka-protocol/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/*.contract.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            // sax reads XML and touches nothing else.
            {
              regex: '^(?!\\.{1,2}/|sax$|@eureka-nest/(protocol|runtime(/time)?)$)',
              message: 'core is pure',
            },
            {
              regex: '^@eureka-nest/runtime(/time)?$',
              allowTypeImports: true,
              message: 'core takes types alone from runtime',
            },
          ],
        },
      ],
      'no-restricted-globals': ['error', 'Date', 'process', 'console', 'fetch', 'setTimeout', 'setInterval'],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random' }],
    },
  },
);
