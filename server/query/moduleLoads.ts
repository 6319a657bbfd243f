import { loadedModule } from '../facets/modules/index.ts';
import { prepared } from '../sql.ts';
import type { Queryable } from '../store/database.ts';

interface FailedRow {
  item: number;
  fullName: string;
  outcome: string;
  message: string;
  node: string;
  nodes: number;
}

/**
 * What tests say against modules of these root items: a function that tells it of one, '' when nothing speaks
 * against it.
 */
export async function loadFailures(
  db: Queryable,
  items: number[],
): Promise<(item: number, locator: string) => string> {
  if (items.length === 0) return () => '';
  const found = await prepared<FailedRow>(db, 'module-load-failures', [items]);
  const failures = new Map(found.rows.map((row) => [`${row.item} ${row.fullName}`, row]));
  return (item, locator) => {
    const failed = failures.size > 0 && failures.get(`${item} ${loadedModule(locator)}`);
    if (!failed) return '';
    const more = failed.nodes > 1 ? ` and ${failed.nodes - 1} more` : '';
    const what = failed.outcome === 'timeout' ? 'does not load in time' : 'does not load';
    return `${what} on ${failed.node}${more}: ${failed.message}`;
  };
}
