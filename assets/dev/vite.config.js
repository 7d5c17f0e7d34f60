// The page without a server: `npm run mock`. Every answer is made up in mock.ts.
import { mergeConfig } from 'vite';
import app from '../vite.config.js';
import { mock } from './mock.ts';

export default mergeConfig(
  {
    ...app,
    // The part of the server's policy that can be kept while modules are replaced in the page.
    server: {
      host: '127.0.0.1',
      headers: {
        'content-security-policy': "require-trusted-types-for 'script'; trusted-types svelte-trusted-html dompurify postroom-worker",
      },
    },
  },
  { root: new URL('..', import.meta.url).pathname, plugins: [mock()] },
);
