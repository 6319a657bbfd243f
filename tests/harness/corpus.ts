import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The captured data that lies beside a developer's checkout; a public clone has none. */
export const corpus = fileURLToPath(new URL('../../../shared/corpus', import.meta.url));

export const hasCorpus = existsSync(corpus);

if (!hasCorpus) console.log(`skipped: no corpus of captured data at ${corpus}`);
