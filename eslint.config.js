// Lint rules: type-aware checks for TypeScript, and the layers of src/ (scripts/lint).
import js from '@eslint/js';
import tseslint from 'typescript-eslint';
import { environmentInOnePlace } from './scripts/lint/environment-in-one-place.mjs';
import { importLayers } from './scripts/lint/import-layers.mjs';

const UNUSED = { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' };

export default tseslint.config(
  { ignores: ['**/node_modules/', 'dist/', 'out/', '.vscode-test/', 'src/script/engine/generated/', '**/.llmspell/', '**/*.d.ts', '**/*.d.mts'] },
  js.configs.recommended,
  {
    plugins: { llmspell: { rules: { 'import-layers': importLayers, 'environment-in-one-place': environmentInOnePlace } } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'llmspell/import-layers': 'error',
      'llmspell/environment-in-one-place': 'error',
      'max-lines': ['error', 400],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'prefer-const': 'error',
      'no-var': 'error',
    },
  },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.recommendedTypeChecked],
    languageOptions: { parserOptions: { projectService: { allowDefaultProject: ['vitest.config.ts'] } } },
    rules: {
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unnecessary-type-parameters': 'error',
      '@typescript-eslint/only-throw-error': 'error',
      '@typescript-eslint/prefer-promise-reject-errors': 'error',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-unused-vars': ['error', UNUSED],
      // An async method without await is how an interface's promise is kept by an implementation that needs no waiting.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    // stdout belongs to protocols and scripts: the product writes there on purpose or logs.
    files: ['src/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-console': 'error' },
  },
  {
    files: ['**/*.test.ts', 'test/**/*.ts'],
    rules: { '@typescript-eslint/unbound-method': 'off' },
  },
  {
    files: ['**/*.mjs', '**/*.js', '**/*.cjs'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: {
      'no-undef': 'off', // `tsc -p scripts` checks names, with the types
      'no-unused-vars': ['error', UNUSED],
    },
  },
);
