/** Builds the two applications into the web function's folder: hashed assets, each text file also compressed. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { defineConfig, type Plugin } from 'vite';

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
      input: { hall: join(import.meta.dirname, 'index.html'), desk: join(import.meta.dirname, 'desk.html') },
    },
  },
  plugins: [compressed()],
});

/** Writes `.br` and `.gz` beside every text file: compressed once here, not on every call of the function. */
function compressed(): Plugin {
  return {
    name: 'compressed',
    apply: 'build',
    writeBundle({ dir = '' }) {
      for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
        if (!entry.isFile() || !/\.(html|js|css|svg|txt|webmanifest)$/.test(entry.name)) continue;
        const file = join(entry.parentPath, entry.name);
        const bytes = readFileSync(file);
        writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
        writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }));
      }
    },
  };
}
