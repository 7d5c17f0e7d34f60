// What svelte-check cannot know: the house's floors inside the page.
import svelte from 'eslint-plugin-svelte';
import typescript from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const onlyIn = (folder, what) => ({ message: `Only ${folder} may use ${what}.` });

export default typescript.config(
  { ignores: ['node_modules/', 'dist/', 'src/lib/api/schema.d.ts'] },
  ...typescript.configs.recommended,
  ...svelte.configs.recommended,
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: typescript.parser, svelteConfig } },
  },
  {
    files: ['src/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', ...onlyIn('src/lib/api', 'fetch') }],
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            { group: ['bits-ui', 'bits-ui/*'], ...onlyIn('src/ui', 'bits-ui') },
            { group: ['prosemirror-*'], ...onlyIn('src/editor', 'ProseMirror') },
            { group: ['dompurify'], ...onlyIn('src/lib/purify.ts', 'DOMPurify') },
          ],
        },
      ],
      'svelte/no-at-html-tags': 'error',
      // Addresses are made by src/app/router from typed routes.
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      // State is replaced as a whole ($state.raw), so that collections inside it never change in place.
      'svelte/prefer-svelte-reactivity': 'off',
      'prefer-const': 'off',
      'svelte/prefer-const': ['error', { destructuring: 'all' }],
    },
  },
  {
    files: ['widget/**', 'worker/**'],
    rules: {
      'no-restricted-globals': ['error', { name: 'fetch', ...onlyIn('panel/server.ts or loader/widget.ts', 'fetch') }],
      'svelte/no-at-html-tags': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['widget/panel/server.ts', 'widget/loader/widget.ts', 'worker/worker.ts'], rules: { 'no-restricted-globals': 'off' } },
  { files: ['src/ui/**', 'src/editor/**', 'src/lib/purify.ts'], rules: { 'no-restricted-imports': 'off' } },
  { files: ['src/lib/api/**', 'src/lib/realtime/**'], rules: { 'no-restricted-globals': 'off' } },
);
