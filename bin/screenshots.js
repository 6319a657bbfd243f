#!/usr/bin/env node
// npm run screenshots: draws every page from the demonstration data into docs/screenshots (tests/screenshots).
import './checkNode.js';

const { prepare } = await import('./prepare.js');
await prepare();
const { runModule } = await import('./runModule.js');
await runModule('tests/screenshots/main.ts');
