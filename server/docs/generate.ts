import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { installation } from '../config.ts';
import { apiPage } from './api.ts';
import { commandsPage } from './commands.ts';
import { exportsPage } from './exports.ts';
import { facetPages } from './facets.ts';
import { lockSchema } from './lockSchema.ts';
import { nameRulesPage } from './nameRules.ts';
import { reasonsPage } from './reasons.ts';
import { reportSchema } from './reportSchema.ts';
import { verdictsPage } from './verdicts.ts';

/** The documents that are written from the code, by path in this installation; a test keeps them fresh. */
export async function generatedDocs(): Promise<Map<string, string>> {
  return new Map([
    ['docs/api.md', apiPage()],
    ['docs/commands.md', await commandsPage()],
    ['docs/exports.md', exportsPage()],
    ['docs/lock.schema.json', lockSchema()],
    ['docs/names-rules.md', nameRulesPage()],
    ['docs/reasons.md', reasonsPage()],
    ['docs/report.schema.json', reportSchema()],
    ['docs/verdicts.md', verdictsPage()],
    ...facetPages(),
  ]);
}

export const GENERATED = '<!-- Written by `npm run docs` from the code; edit that. -->';

/** Writes them all; gives their paths. */
export async function writeDocs(): Promise<string[]> {
  const docs = await generatedDocs();
  for (const [path, text] of docs) {
    mkdirSync(dirname(join(installation, path)), { recursive: true });
    writeFileSync(join(installation, path), text);
  }
  return [...docs.keys()];
}
