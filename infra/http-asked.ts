/**
 * An esbuild plugin. To import `node:http` into an ES module makes Node read every one of its exports, and some of those load
 * `WebSocket` and with it the whole of its fetch: about 40 ms of a cold start that took 100. Asked for by
 * `process.getBuiltinModule` it is the same module, and only what is used is read.
 */
import http from 'node:http';
import type { Plugin } from 'esbuild';

export const httpAsked = (): Plugin => ({
  name: 'http-asked',
  setup(build) {
    build.onResolve({ filter: /^(?:node:)?http$/ }, () => ({
      path: 'node:http',
      namespace: 'asked',
      sideEffects: false,
    }));
    build.onLoad({ filter: /.*/, namespace: 'asked' }, () => ({ contents: module, loader: 'js' }));
  },
});

/** Exports that are values; those behind a getter are what is dear. */
const names = Object.entries(Object.getOwnPropertyDescriptors(http)).flatMap(([name, { get }]) =>
  get === undefined ? [name] : [],
);

const module = `
const http = process.getBuiltinModule('node:http');
export default http;
${names.map((name) => `export const ${name} = /* @__PURE__ */ (() => http.${name})();`).join('\n')}
`;
