// The page without a server: `npm run mock`. Every answer is made up in mock.ts.
import { mergeConfig } from 'vite';
import app from '../vite.config.js';
import { mock } from './mock.ts';

export default mergeConfig({ ...app, server: { host: '127.0.0.1' } }, { root: new URL('..', import.meta.url).pathname, plugins: [mock()] });
