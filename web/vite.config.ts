/** Builds the two applications into the web function's folder: hashed assets, each text file also compressed. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
import { defineConfig, type Plugin } from 'vite';
import { compiledIndex } from '../shared/catalogue/compiled-item.ts';
import { packIndex, unpackIndex } from '../shared/catalogue/search-index.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/functions/web/site',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: { polyfill: false },
    // The content security policy takes no inline data but images; small files stay files.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    // The client of the video rooms, fetched only by those who go into one.
    chunkSizeWarningLimit: 600,
    rolldownOptions: {
      // Compressing what is sent takes most of this build, once, so that no call of the function has to.
      checks: { pluginTimings: false },
      input: { hall: join(import.meta.dirname, 'index.html'), desk: join(import.meta.dirname, 'desk.html') },
    },
  },
  plugins: [searchIndex(), serviceWorker(), compressed()],
});

/** Larger files, such as the video room's, are fetched when they are wanted and not before. */
const mostOfOneFile = 120_000;

/** Builds the service worker at `/sw.js`, and tells it what the hall is made of: its scripts and styles, also those fetched later. */
function serviceWorker(): Plugin {
  const files = new Set<string>();
  return {
    name: 'service-worker',
    apply: 'build',
    generateBundle(_, output) {
      const take = (name: string) => {
        const chunk = output[name];
        if (chunk?.type !== 'chunk' || files.has(`/${name}`) || chunk.code.length > mostOfOneFile) return;
        files.add(`/${name}`);
        for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(`/${style}`);
        for (const next of [...chunk.imports, ...chunk.dynamicImports]) take(next);
      };
      for (const [name, chunk] of Object.entries(output))
        if (chunk.type === 'chunk' && chunk.name === 'hall') take(name);
    },
    writeBundle: {
      sequential: true,
      order: 'pre',
      async handler({ dir = '' }) {
        // A script that held nothing but a style is dropped by the build at its end; the style stays.
        const there = [...files].filter((name) => existsSync(join(dir, name)));
        const appFiles = [...there, '/index.html', '/seal.svg', '/manifest.webmanifest'].sort();
        const content = appFiles.map((name) => readFileSync(join(dir, name)));
        const appName = `app-${createHash('sha256').update(Buffer.concat(content)).digest('base64url').slice(0, 12)}`;
        await bundle({
          entryPoints: [join(import.meta.dirname, 'src/worker/worker.ts')],
          outfile: join(dir, 'sw.js'),
          bundle: true,
          minify: true,
          format: 'iife',
          target: 'es2022',
          define: { appFiles: JSON.stringify(appFiles), appName: JSON.stringify(appName) },
        });
      },
    },
  };
}

/**
 * The catalogue's index as an asset named by its content, so that a browser may keep it for ever; its address is told to the scripts.
 * The catalogue is compiled before the pages; where it is not, pages ask the hall alone.
 */
function searchIndex(): Plugin {
  const compiled = join(import.meta.dirname, '../dist/catalogue/index.json');
  const source = existsSync(compiled) ? packedText(readFileSync(compiled, 'utf8')) : '';
  const hash = createHash('sha256').update(source).digest('base64url').slice(0, 8);
  const fileName = `assets/search-${hash}.json`;
  return {
    name: 'search-index',
    apply: 'build',
    config: () => ({ define: { SEARCH_INDEX: JSON.stringify(source === '' ? '' : `/${fileName}`) } }),
    generateBundle() {
      if (source !== '') this.emitFile({ type: 'asset', fileName, source });
    },
  };
}

/** @throws when packing would lose something */
function packedText(compiled: string): string {
  const entries = compiledIndex.parse(JSON.parse(compiled));
  const packed = packIndex(entries);
  if (JSON.stringify(unpackIndex(packed)) !== JSON.stringify(entries))
    throw new Error('the index of the catalogue does not come out of its packing as it went in');
  return JSON.stringify(packed);
}

/** Writes `.br` and `.gz` beside every text file: compressed once here, not on every call of the function. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle: {
      sequential: true,
      order: 'post',
      handler({ dir = '' }) {
        for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
          if (!entry.isFile() || !/\.(html|js|json|css|svg|txt|webmanifest)$/.test(entry.name)) continue;
          const file = join(entry.parentPath, entry.name);
          const bytes = readFileSync(file);
          writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
          // The last step costs seconds on what is large, and gains a few per cent.
          const quality = bytes.length < 200_000 ? 11 : 9;
          writeFileSync(
            `${file}.br`,
            brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: quality } }),
          );
        }
      },
    },
  };
}
