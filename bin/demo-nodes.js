#!/usr/bin/env node
// The recorded nodes of the tutorial, on a real sshd: npm run demo-nodes -- FOLDER
import './checkNode.js';

const { home, prepare } = await import('./prepare.js');
await prepare();
const { createServer } = await import('vite');
// The harness is TypeScript that only tests use; Vite, which is here anyway, runs it as it is.
const server = await createServer({
  root: home,
  configFile: false,
  // Nothing is served, so nothing is watched: links in recorded nodes lead in circles.
  server: { middlewareMode: true, watch: null, ws: false },
  logLevel: 'error',
});
await server.ssrLoadModule('/tests/demo/nodes.ts');
