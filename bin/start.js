#!/usr/bin/env node
// npm start: installs, builds, and runs the service.
import './checkNode.js';

const { prepare } = await import('./prepare.js');
await prepare();
const { runCli } = await import('../dist/server/cli/main.js');
await runCli(['serve', ...process.argv.slice(2)]);
