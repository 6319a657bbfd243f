import type { Listed } from './lists.ts';
import type { Venv } from './schema.ts';

/**
 * pyvenv.cfg (PEP 405): `key = value` a line. venv writes `version`; virtualenv and uv write `version_info`, and
 * their own name with their version. The prompt and the command line tell nothing that matters.
 */
export function parseVenv(text: string): Listed<Venv> | null {
  if (text.length > 65_536 || !/^[ \t]*home\s*=/im.test(text)) return null;
  const values = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const cut = line.indexOf('=');
    if (cut > 0) values.set(line.slice(0, cut).trim().toLowerCase(), line.slice(cut + 1).trim());
  }
  const home = values.get('home');
  const shared = values.get('include-system-site-packages')?.toLowerCase();
  if (home === undefined || (shared !== 'true' && shared !== 'false')) return null;
  const maker = values.has('uv') ? 'uv' : values.has('virtualenv') ? 'virtualenv' : 'venv';
  const version = values.get('version') ?? values.get('version_info') ?? '';
  const facts: Venv = {
    kind: 'conda.venv',
    python: /^\d+(?:\.\d+)*/.exec(version)?.[0] ?? '',
    home,
    maker,
    makerVersion: values.get(maker) ?? '',
    systemPackages: shared === 'true',
  };
  return { facts, problems: [] };
}
