import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { inventSites } from '../harness/invented.ts';

/**
 * Runs the recorded nodes of the tutorial on a real sshd until Ctrl-C:
 *   npm run demo-nodes -- /tmp/demo
 * and writes sites.yaml into that folder.
 */
const folder = resolve(process.argv[2] ?? 'demo');
mkdirSync(folder, { recursive: true });
const sites = await inventSites(folder);
console.log(`${sites.names.length} nodes answer on port ${sites.sshd.port}; the sites file is ${sites.file}`);
const stop = () => void sites.stop().then(() => process.exit(0));
process.once('SIGINT', stop).once('SIGTERM', stop);
setInterval(() => {}, 1 << 30);
