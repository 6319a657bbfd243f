import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeWhole } from './files.ts';
import type { Manifest } from './manifest.ts';

/** Where what answers depend on beside the database lies: accepted host keys, and the installation's own names of tools. */
export interface SettingsFiles {
  dataFolder: string;
  /** Where GAZETTEER_NAMES puts the names; in the data folder unless told. */
  namesFile?: string;
}

const pathsOf = ({ dataFolder, namesFile }: SettingsFiles) => ({
  known_hosts: join(dataFolder, 'known_hosts'),
  'names.yaml': namesFile ?? join(dataFolder, 'names.yaml'),
});

export function savedSettings(files: SettingsFiles): Manifest['settings'] {
  const saved: Manifest['settings'] = { known_hosts: undefined, 'names.yaml': undefined };
  for (const [name, path] of entries(files)) if (existsSync(path)) saved[name] = readFileSync(path, 'utf8');
  return saved;
}

/** Writes those of a dump that are not there; gives those that are, and stay as they are. */
export async function restoreSettings({ settings }: Manifest, files: SettingsFiles): Promise<string[]> {
  const kept: string[] = [];
  for (const [name, path] of entries(files)) {
    const text = settings[name];
    if (text === undefined) continue;
    if (existsSync(path)) kept.push(path);
    else await writeWhole(path, text);
  }
  return kept;
}

function entries(files: SettingsFiles): [keyof Manifest['settings'], string][] {
  const paths = pathsOf(files);
  return [
    ['known_hosts', paths.known_hosts],
    ['names.yaml', paths['names.yaml']],
  ];
}
