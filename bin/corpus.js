#!/usr/bin/env node
// npm run corpus: how well each parser reads the captured data (tests/corpus).
import './checkNode.js';

const { prepare } = await import('./prepare.js');
await prepare();
const { runModule } = await import('./runModule.js');
await runModule('tests/corpus/main.ts');
