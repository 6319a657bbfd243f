import { GazetteerError } from '../errors.ts';
import type { ClusterFields, SitesDraft } from '../routes/schemas/sites.ts';
import { editSites, type FieldChanges, fieldsOf } from './editSites.ts';
import { parseSites } from './sitesFile.ts';

const SHOWN = 100;

/** A sites file with a cluster changed, what is wrong with it then, and what it says of the cluster. Pure. */
export function draftOf({
  text,
  path,
  site,
  cluster,
  fields,
}: {
  text: string;
  path: string;
  site: string;
  cluster: string;
  fields: FieldChanges;
}): SitesDraft {
  const changed = Object.values(fields).some((value) => value !== undefined && value !== null);
  const draft = changed ? editSites(text, { site, cluster, fields }) : text;
  const result = parseSites(draft, path);
  const found = result.ok
    ? result.inventory.sites.find(({ name }) => name === site)?.clusters.find(({ name }) => name === cluster)
    : undefined;
  const nodes = found?.nodes.map(({ name }) => name) ?? [];
  return {
    text: draft,
    problems: result.ok
      ? []
      : result.problems.map(({ line, column, message }) => ({ line, column, message })),
    fields: fieldsIn(draft, site, cluster),
    nodes: nodes.slice(0, SHOWN),
    nodeCount: nodes.length,
  };
}

/** A text that is no YAML has its problems told already. */
function fieldsIn(text: string, site: string, cluster: string): ClusterFields {
  try {
    return fieldsOf(text, site, cluster);
  } catch (error) {
    if (error instanceof GazetteerError) return fieldsOf('', site, cluster);
    throw error;
  }
}
