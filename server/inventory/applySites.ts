import { discoverBelow, type Refreshed } from '../discovery/discover.ts';
import type { Database } from '../store/database.ts';
import { type Applied, applyInventory } from './apply.ts';
import { UnknownReportScope } from './applyReports.ts';
import type { Inventory } from './inventory.ts';
import { parseSites, SitesFileError } from './sitesFile.ts';
import { keepSitesFile } from './sitesFiles.ts';
import { YamlText } from './yamlPlaces.ts';

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

/** What only the database tells to be wrong, as what the file tells by itself. */
function atItsPlace({ text, path }: SitesText, { report, line }: UnknownReportScope): SitesFileError {
  const place = new YamlText(text).place(['reports', report, 'scope']);
  return new SitesFileError([{ file: path, ...place, message: line }]);
}

/** Applies a sites file and asks the sources that it names, for the command line as for pages. */
export async function applySites(
  db: Database,
  file: SitesText,
  options: { prune: boolean; who: string; dataFolder: string },
): Promise<{ applied: Applied[]; discovered: Refreshed[] }> {
  const inventory = inventoryOf(file);
  const made = await applyInventory(db, inventory, { prune: options.prune }).catch((error: unknown) => {
    throw error instanceof UnknownReportScope ? atItsPlace(file, error) : error;
  });
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
