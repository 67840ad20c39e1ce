/** Builds the two applications into the web function's folder: hashed assets, each text file also compressed. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build as bundle } from 'esbuild';
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
  plugins: [serviceWorker(), compressed()],
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
        const appFiles = [...files, '/index.html', '/seal.svg', '/manifest.webmanifest'].sort();
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
          if (!entry.isFile() || !/\.(html|js|css|svg|txt|webmanifest)$/.test(entry.name)) continue;
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
