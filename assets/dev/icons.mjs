// Draws the icons of the installed page from the mark: `node dev/icons.mjs`, with CHROMIUM naming a browser.
// What it writes stands in public/ and is checked in: no build needs a browser.
import { readFileSync, writeFileSync } from 'node:fs';
import { chromium } from '@playwright/test';

const folder = new URL('../public/', import.meta.url);
const mark = readFileSync(new URL('icon.svg', folder), 'utf8');
/** A mask may cut away everything beyond a circle of 80 % (W3C, Web Application Manifest, 3.1). */
const maskable = mark
  .replace('rx="8" ', '')
  .replace(/(<path.*)<\/svg>/, '<g transform="translate(4.8 4.8) scale(.7)">$1</g></svg>');
const files = [
  ['icon-192.png', 192, mark],
  ['icon-512.png', 512, mark],
  ['icon-maskable-512.png', 512, maskable],
  ['icon-apple-180.png', 180, maskable],
];

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
for (const [name, side, svg] of files) {
  const page = await browser.newPage({ viewport: { width: side, height: side } });
  await page.setContent(`<style>*{margin:0}svg{display:block;width:${side}px;height:${side}px}</style>${svg}`);
  writeFileSync(new URL(name, folder), await page.screenshot({ omitBackground: true }));
  await page.close();
}
await browser.close();
