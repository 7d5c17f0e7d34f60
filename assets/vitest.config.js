// Unit tests of the page.
import { svelteTesting } from '@testing-library/svelte/vite';
import { defineConfig, mergeConfig } from 'vitest/config';
import app from './vite.config.js';

export default mergeConfig(
  app,
  defineConfig({
    plugins: [svelteTesting()],
    test: { environment: 'happy-dom', include: ['{src,widget,worker}/**/*.test.ts'], restoreMocks: true },
  }),
);
