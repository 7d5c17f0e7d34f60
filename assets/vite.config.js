// How the agents' app is built, and served while it is worked on.
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';

/** Where `npm run dev` finds a running Postroom. */
const postroom = process.env.POSTROOM_URL ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: './',
  plugins: [
    svelte({
      // bits-ui brings components of its own making; only ours are held to runes.
      dynamicCompileOptions: ({ filename }) => (filename.includes('node_modules') ? { runes: undefined } : undefined),
    }),
  ],
  server: { host: '127.0.0.1', proxy: { '/api': { target: postroom, ws: true } } },
});
