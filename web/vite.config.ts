/** Builds the two applications into the web function's folder: hashed assets, each text file also compressed. */
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
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
  plugins: [searchIndex(), compressed()],
});

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
    writeBundle({ dir = '' }) {
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(html|js|json|css|svg|txt|webmanifest)$/.test(entry.name)) continue;
        const file = join(entry.parentPath, entry.name);
        const bytes = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
    },
  };
}
