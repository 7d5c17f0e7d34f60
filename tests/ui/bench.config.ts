// Measurements of the page, never tests: `make bench-page`.
import { defineConfig } from '@playwright/test';
import journeys from './playwright.config.ts';

export default defineConfig({ ...journeys, testMatch: '*.bench.ts', timeout: 60 * 60_000, reporter: 'line' });
