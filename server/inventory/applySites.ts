import { discoverBelow, type Refreshed } from '../discovery/discover.ts';
import { GazetteerError } from '../errors.ts';
import type { Database } from '../store/database.ts';
import { type Applied, applyInventory } from './apply.ts';
import type { Inventory } from './inventory.ts';
import { parseSites, SitesFileError } from './sitesFile.ts';
import { keepSitesFile } from './sitesFiles.ts';

export interface SitesText {
  text: string;
  /** Where it lies, or would: relative paths in it start there. */
  path: string;
}

/** The inventory of a text; throws a SitesFileError with all its problems. */
export function inventoryOf({ text, path }: SitesText): Inventory {
  const result = parseSites(text, path);
  if (!result.ok) throw new SitesFileError(result.problems);
  return result.inventory;
}

/** Applies a sites file and asks the sources that it names, for the command line as for pages. */
export async function applySites(
  db: Database,
  file: SitesText,
  options: { prune: boolean; who: string; dataFolder: string },
): Promise<{ applied: Applied[]; discovered: Refreshed[] }> {
  const inventory = inventoryOf(file);
  const made = await applyInventory(db, inventory, { prune: options.prune });
  await keepSitesFile(db, file, options.who);
  const discovered = await discoverBelow(db, '', {
    dataFolder: options.dataFolder,
    signal: new AbortController().signal,
  });
  const adopted = new Set(
    discovered.flatMap(({ cluster, changed }) => changed.map((name) => `${cluster}/${name}`)),
  );
  // What a source names is nothing extra.
  return { applied: made.filter(({ name, effect }) => effect !== 'extra' || !adopted.has(name)), discovered };
}

/**
 * A passphrase command is a program that this machine runs. Over the network it is taken only where the same one was applied from
 * the command line before: a session of the pages is not to be a shell.
 */
export async function refusePrograms(db: Database, { sites }: Inventory): Promise<void> {
  const nodes = sites.flatMap((site) =>
    site.clusters.flatMap((cluster) => [...cluster.nodes, ...groupsOf(cluster)]),
  );
  const said = nodes.flatMap(({ settings }) => settings.ssh?.passphraseCommand ?? []).length > 0;
  if (!said) return;
  const found = await db.query<{ command: unknown }>(
    `select distinct settings #> '{ssh,passphraseCommand}' as command from node where settings #> '{ssh,passphraseCommand}' is not null`,
  );
  const known = new Set(found.rows.map(({ command }) => JSON.stringify(command)));
  const strange = nodes.find(
    ({ settings }) =>
      settings.ssh?.passphraseCommand !== undefined &&
      !known.has(JSON.stringify(settings.ssh.passphraseCommand)),
  );
  if (!strange) return;
  throw new GazetteerError(
    'runs-a-program',
    'ssh.passphraseCommand names a program to run on this machine, which pages may not',
    'Apply the file on the machine of the service: gazetteer apply',
  );
}

const groupsOf = ({ discovery }: Inventory['sites'][number]['clusters'][number]) => discovery?.groups ?? [];
