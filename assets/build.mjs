// Builds what Postroom serves into one folder: `node build.mjs --out <folder>`.
//
// Each bundle is one entry of `bundles`, built on its own so that bundles share no chunk. Beside every text file of
// 512 bytes or more stand its `.br` and `.gz` twins, so that the server compresses nothing at run time. The build
// fails when a byte budget is passed.
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build } from 'vite';

const root = fileURLToPath(new URL('.', import.meta.url));
const { values } = parseArgs({ options: { out: { type: 'string' } } });
if (!values.out) {
  console.error('usage: node build.mjs --out <folder>');
  process.exit(2);
}
const out = resolve(values.out);

/** Kilobytes after gzip. `initial` is what the page needs before it shows anything. */
const budgets = {
  initial_js_kb: 150,
  initial_css_kb: 20,
  editor_js_kb: 80,
  lazy_js_kb: 60,
  /** The service worker, with the names of what it keeps. */
  worker_kb: 3,
  /** What every page of a web site with a chat loads; and the same with another product's names. */
  loader_kb: 4,
  loader_hubspot_kb: 5,
  /** The panel with all that it can do, scripts and style; and its words in one language. */
  panel_kb: 35,
  panel_words_kb: 2,
};

/** Browsers of visitors: those that know `light-dark()`. Lowering it would cost more than the rest of the sheet. */
const visitors = { target: 'es2022', cssTarget: ['chrome123', 'firefox120', 'safari17.5'] };

const bundles = [
  {
    name: 'app',
    config: {
      configFile: join(root, 'vite.config.js'),
      root,
      build: {
        outDir: out,
        emptyOutDir: false,
        assetsDir: 'a',
        assetsInlineLimit: 0,
        target: 'es2022',
        manifest: 'manifest.json',
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
      },
    },
    check: checkApp,
  },
  {
    name: 'panel',
    config: {
      configFile: false,
      root: join(root, 'widget/panel'),
      publicDir: false,
      plugins: [svelte({ compilerOptions: { discloseVersion: false } })],
      // The document is served as `chat/panel/<key>`, two folders below its files.
      experimental: {
        renderBuiltUrl: (file, { hostType }) => (hostType === 'html' ? `../../${file}` : { relative: true }),
      },
      build: {
        ...visitors,
        outDir: out,
        emptyOutDir: false,
        assetsDir: 'w',
        assetsInlineLimit: 0,
        modulePreload: false,
        reportCompressedSize: false,
        rolldownOptions: {
          input: join(root, 'widget/panel/panel.html'),
          // The panel has no custom elements; what Svelte has for them defines a class even where nobody asks for it.
          treeshake: { moduleSideEffects: (id) => !id.endsWith('/elements/custom-element.js') },
        },
      },
    },
    check: () => {
      const files = [...sizes.keys()].filter((file) => file.startsWith('w/'));
      const words = files.filter((file) => file.endsWith('.json'));
      return weigh([
        ['panel', kb(files) - kb(words), budgets.panel_kb],
        ['panel, longest words', Math.max(...words.map((file) => kb([file]))), budgets.panel_words_kb],
      ]);
    },
  },
  {
    name: 'worker',
    config: {
      configFile: false,
      root: join(root, 'worker'),
      publicDir: false,
      build: {
        target: 'es2022',
        outDir: out,
        emptyOutDir: false,
        modulePreload: false,
        reportCompressedSize: false,
        rolldownOptions: {
          input: join(root, 'worker/worker.ts'),
          output: { format: 'iife', entryFileNames: 'worker.js' },
        },
      },
    },
    check: () => weigh([['worker.js', kb(['worker.js']), budgets.worker_kb]]),
  },
  loader('widget', 'widget.entry.ts', budgets.loader_kb),
  loader('widget-hubspot', 'hubspot.entry.ts', budgets.loader_hubspot_kb),
];

const isText = /\.(html|js|css|svg|json|webmanifest|txt)$/;
const twinsFromBytes = 512;
const sizes = new Map();

/** The languages of the page, each with a manifest of its own: a manifest speaks one. */
const locales = ['en', 'nl', 'de'];

await rm(out, { recursive: true, force: true });
await mkdir(out, { recursive: true });
const overruns = [];
for (const bundle of bundles) {
  await build({ ...bundle.config, mode: 'production', logLevel: 'warn' });
}
await writeManifests();
await writeWorker();
await compress(out);
for (const bundle of bundles) {
  overruns.push(...(await bundle.check()));
}
if (overruns.length > 0) {
  console.error(`Over budget:\n${overruns.map((line) => `  ${line}`).join('\n')}`);
  process.exit(1);
}

/** What the page is called and looks like where it is installed. */
async function writeManifests() {
  for (const locale of locales) {
    const words = JSON.parse(await readFile(join(root, `locales/${locale}/installed.json`), 'utf8'));
    const icon = (src, sizes, purpose) => ({ src, sizes, type: 'image/png', purpose });
    const manifest = {
      id: './',
      name: 'Postroom',
      short_name: 'Postroom',
      description: words.description,
      lang: locale,
      start_url: './',
      scope: './',
      display: 'standalone',
      background_color: '#f6f6f9',
      theme_color: '#f6f6f9',
      categories: ['business', 'productivity'],
      icons: [
        { src: 'icon.svg', sizes: 'any', type: 'image/svg+xml', purpose: 'any' },
        icon('icon-192.png', '192x192', 'any'),
        icon('icon-512.png', '512x512', 'any'),
        icon('icon-maskable-512.png', '512x512', 'maskable'),
      ],
      shortcuts: [
        { name: words.inbox, url: './inbox', icons: [icon('icon-192.png', '192x192', 'any')] },
        { name: words.compose, url: './inbox/open/new', icons: [icon('icon-192.png', '192x192', 'any')] },
      ],
    };
    await writeFile(join(out, `${locale}.webmanifest`), JSON.stringify(manifest));
  }
}

/** The service worker, with the files that the page needs to begin, by their hashed names. */
async function writeWorker() {
  const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
  const { initial, styles } = firstLoad(manifest);
  const words = Object.entries(manifest).filter(([key]) => /catalogue\.\w+\.ts$/.test(key));
  const files = [...initial, ...styles, ...words.map(([, chunk]) => chunk.file), 'icon.svg'].sort();
  const version = createHash('sha256').update(files.join(' ')).digest('hex').slice(0, 12);
  const path = join(out, 'worker.js');
  const script = await readFile(path, 'utf8');
  await writeFile(path, `const POSTROOM_SHELL=${JSON.stringify({ version, files })};${script}`);
}

/** What index.html pulls in statically. */
function firstLoad(manifest) {
  const initial = new Set();
  const styles = new Set();
  const visit = (key) => {
    const chunk = manifest[key];
    if (initial.has(chunk.file)) return;
    initial.add(chunk.file);
    chunk.css?.forEach((file) => styles.add(file));
    chunk.imports?.forEach(visit);
  };
  visit('index.html');
  return { initial, styles };
}

/** A script of one file with a fixed name, for pages that are not ours. */
function loader(name, entry, budget) {
  return {
    name,
    config: {
      configFile: false,
      root: join(root, 'widget/loader'),
      publicDir: false,
      build: {
        ...visitors,
        outDir: out,
        emptyOutDir: false,
        modulePreload: false,
        reportCompressedSize: false,
        rolldownOptions: {
          input: join(root, 'widget/loader', entry),
          output: { format: 'iife', entryFileNames: `${name}.js` },
        },
      },
    },
    check: () => weigh([[`${name}.js`, kb([`${name}.js`]), budget]]),
  };
}

async function compress(folder) {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  await Promise.all(
    entries
      .filter((entry) => entry.isFile() && isText.test(entry.name))
      .map(async (entry) => {
        const path = join(entry.parentPath, entry.name);
        const bytes = await readFile(path);
        const gz = await promisify(gzip)(bytes, { level: 9 });
        sizes.set(relative(out, path), gz.length);
        // index.html is filled in by the server, so a twin would be stale.
        if (bytes.length < twinsFromBytes || entry.name === 'index.html') return;
        const br = await promisify(brotliCompress)(bytes, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
        });
        await Promise.all([writeFile(`${path}.gz`, gz), writeFile(`${path}.br`, br)]);
      }),
  );
}

/** Weighs the app by Vite's manifest: what index.html pulls in statically, and each lazy chunk by itself. */
async function checkApp() {
  const manifest = JSON.parse(await readFile(join(out, 'manifest.json'), 'utf8'));
  await rm(join(out, 'manifest.json'));
  await Promise.all(['gz', 'br'].map((twin) => rm(join(out, `manifest.json.${twin}`), { force: true })));

  const { initial, styles } = firstLoad(manifest);
  const rows = [
    ['initial JS', kb(initial), budgets.initial_js_kb],
    ['initial CSS', kb(styles), budgets.initial_css_kb],
  ];
  for (const [key, chunk] of Object.entries(manifest)) {
    if (!chunk.file.endsWith('.js') || initial.has(chunk.file)) continue;
    const budget = key.startsWith('src/editor/') ? budgets.editor_js_kb : budgets.lazy_js_kb;
    rows.push([chunk.name ?? key, kb([chunk.file]), budget]);
  }
  return weigh(rows);
}

function kb(files) {
  return [...files].reduce((sum, file) => sum + (sizes.get(file) ?? 0), 0) / 1000;
}

/** Prints what weighs how much, and returns what weighs too much. */
function weigh(rows) {
  for (const [name, size, budget] of rows) {
    console.log(`${name.padEnd(24)} ${size.toFixed(1).padStart(7)} kB of ${budget}`);
  }
  return rows
    .filter(([, size, budget]) => size > budget)
    .map(([name, size, budget]) => `${name}: ${size.toFixed(2)} kB gz, allowed ${budget}`);
}
