import { plainPath } from './listing.ts';
import { type System, Tool } from './schema.ts';

/** The agent's `init` part (NAME=value lines) and `version` part as facts about the node. */
export function parseSystem(init: string, version: string): System {
  const values = new Map(
    init.split('\n').flatMap((line): [string, string][] => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
  const system = Tool.safeParse(values.get('system'));
  return {
    kind: 'modules.system',
    system: system.success ? system.data : 'none',
    version: values.get('LMOD_VERSION') || versionIn(version),
    modulepath: modulepathOf(values.get('MODULEPATH') ?? ''),
    initialisation: values.get('initialisation') ?? '',
    account: values.get('account') ?? '',
  };
}

/** Absolute entries, once each: empty and relative ones name no tree. */
export function modulepathOf(text: string): string[] {
  const paths = text
    .split(':')
    .filter((path) => path.startsWith('/'))
    .map(plainPath);
  return [...new Set(paths)];
}

/**
 * - Lmod: `Modules based on Lua: Version 8.7.53  2024-10-25 ...`
 * - Environment Modules 4 and 5: `Modules Release 5.2.0 (2022-11-08)`, `Modules Release Tcl 1.923`
 * - 3.2: `VERSION=3.2.13`
 */
export function versionIn(text: string): string {
  return (
    /(?:based on Lua: Version|Modules Release(?: Tcl)?|^VERSION=)\s*v?([0-9][^\s(]*)/m.exec(text)?.[1] ?? ''
  );
}
