import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation } from './config.ts';

/** This installation's version, from package.json. */
export function versionOf(): string {
  const parsed: unknown = JSON.parse(readFileSync(join(installation, 'package.json'), 'utf8'));
  const found = typeof parsed === 'object' && parsed !== null && 'version' in parsed ? parsed.version : '';
  return typeof found === 'string' ? found : '';
}
