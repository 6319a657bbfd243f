#!/usr/bin/env node
// The command line; see `gazetteer --help`.
import './checkNode.js';

const { prepare } = await import('./prepare.js');
await prepare();
const { runCli } = await import('../dist/server/cli/main.js');
await runCli(process.argv.slice(2));
