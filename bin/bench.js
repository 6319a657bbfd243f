#!/usr/bin/env node
// npm run bench: measures speed and memory as ratios to a named yardstick (tests/bench).
import './checkNode.js';

const { prepare } = await import('./prepare.js');
await prepare();
const { runModule } = await import('./runModule.js');
await runModule('tests/bench/main.ts', { ofBuilt: true });
