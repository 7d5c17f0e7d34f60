// The API, asked as the person at a page.
import { type Page, expect } from '@playwright/test';

/** The answer's JSON; anything but success fails the test. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a test says itself what it expects of an answer
export async function ask<Answer = any>(page: Page, method: string, path: string, data?: unknown): Promise<Answer> {
  const headers = { 'X-Requested-With': 'postroom', 'Sec-Fetch-Site': 'same-origin' };
  const answer = await page.request.fetch(new URL(path, page.url()).href, { method, data, headers });
  expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true);
  return (answer.status() === 204 ? undefined : await answer.json()) as Answer;
}
