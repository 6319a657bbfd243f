#!/usr/bin/env node
import './checkNode.js';

const { prepare } = await import('./prepare.js');
await prepare();
