import type { ClusterFields } from '../routes/schemas/sites.ts';
import { checkName } from './clusterNodes.ts';
import { documentOf, type FieldKind, setField, textOf, typedValue } from './yamlFields.ts';

type Field = keyof ClusterFields;
/** Fields that change; null and undefined leave one as it is. */
export type FieldChanges = { [Name in Field]?: string | null | undefined };

/** Where each field of a form stands: at the site, or at the cluster. */
const PLACES: Record<Field, { at: 'site' | 'cluster'; path: string[]; kind: FieldKind }> = {
  siteTitle: { at: 'site', path: ['title'], kind: 'text' },
  timezone: { at: 'site', path: ['timezone'], kind: 'text' },
  contact: { at: 'site', path: ['contact'], kind: 'text' },
  title: { at: 'cluster', path: ['title'], kind: 'text' },
  nodes: { at: 'cluster', path: ['nodes'], kind: 'text' },
  transport: { at: 'cluster', path: ['transport'], kind: 'text' },
  user: { at: 'cluster', path: ['ssh', 'user'], kind: 'text' },
  port: { at: 'cluster', path: ['ssh', 'port'], kind: 'number' },
  identityFile: { at: 'cluster', path: ['ssh', 'identityFile'], kind: 'text' },
  jump: { at: 'cluster', path: ['ssh', 'jump'], kind: 'text' },
  addresses: { at: 'cluster', path: ['ssh', 'addresses'], kind: 'text' },
  scheduler: { at: 'cluster', path: ['scheduler'], kind: 'text' },
  schedule: { at: 'cluster', path: ['collect', 'schedule'], kind: 'text' },
  modules: { at: 'cluster', path: ['roots', 'modules'], kind: 'list' },
  conda: { at: 'cluster', path: ['roots', 'conda'], kind: 'list' },
  images: { at: 'cluster', path: ['roots', 'images'], kind: 'list' },
};

export const FIELDS = Object.keys(PLACES).filter((name): name is Field => name in PLACES);

/** What a sites file says itself of one cluster, field by field: '' for nothing, null for what has no field. */
export function fieldsOf(text: string, site: string, cluster: string): ClusterFields {
  const document = documentOf(text);
  const value = (field: Field) => {
    const { at, path } = PLACES[field];
    return textOf(document.getIn([...placeOf(at, site, cluster), ...path], true));
  };
  const found = Object.fromEntries(FIELDS.map((field) => [field, value(field)]));
  return { ...EMPTY, ...found };
}

const EMPTY: ClusterFields = {
  siteTitle: '',
  timezone: '',
  contact: '',
  title: '',
  nodes: '',
  transport: '',
  user: '',
  port: '',
  identityFile: '',
  jump: '',
  addresses: '',
  scheduler: '',
  schedule: '',
  modules: '',
  conda: '',
  images: '',
};

/**
 * A sites file with a cluster changed or added. A field that is not given stays, '' takes it out; comments and everything else
 * stay as people wrote them.
 */
export function editSites(
  text: string,
  { site, cluster, fields }: { site: string; cluster: string; fields: FieldChanges },
): string {
  for (const name of [site, cluster]) checkName(name);
  const document = documentOf(text);
  for (const field of FIELDS) {
    const value = fields[field];
    if (value === undefined || value === null) continue;
    const { at, path, kind } = PLACES[field];
    setField(document, [...placeOf(at, site, cluster), ...path], typedValue(value.trim(), kind), 4);
  }
  // Long node sets stay on one line.
  return document.toString({ lineWidth: 0 });
}

function placeOf(at: 'site' | 'cluster', site: string, cluster: string): string[] {
  return at === 'site' ? ['sites', site] : ['sites', site, 'clusters', cluster];
}
