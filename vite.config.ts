import { defineConfig } from 'vite';

/** The pages: sources in web/, the built files in dist/web, which the service sends as they are. */
export default defineConfig({
  root: 'web',
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // `default-src 'self'` allows neither data: addresses nor the inline script of the preload polyfill.
    assetsInlineLimit: 0,
    // Which files each page needs, for the test of their size.
    manifest: true,
    modulePreload: { polyfill: false },
  },
  server: {
    host: '127.0.0.1',
    proxy: { '/api': 'http://127.0.0.1:7311' },
  },
});
