// Journeys in Debian's Chromium against the real binary. Nothing is downloaded.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  outputDir: 'results',
  fullyParallel: false,
  workers: 1,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  // Where nobody watches, a journey that fails once is tried again; that it did is said at the end, with its reason.
  retries: process.env.CI ? 1 : 0,
  reporter: [['line'], ['./support/closing.ts']],
  use: {
    viewport: { width: 1440, height: 900 },
    launchOptions: {
      executablePath: process.env.CHROMIUM || '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        // Pages of names that the tests make up reach a server of this machine.
        '--disable-features=LocalNetworkAccessChecks',
      ],
    },
  },
});
