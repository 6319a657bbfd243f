import type { Change } from '../../server/routes/schemas/changes.ts';

/** What became of it, as it is read in a table. */
export const kindWords: Record<Change['kind'], string> = {
  new: 'new',
  gone: 'gone',
  default: 'other default',
  bytes: 'other bytes',
  content: 'described otherwise',
  changed: 'changed',
  known: 'now known',
  unknown: 'not known any more',
  retired: 'retired',
  renamed: 'renamed',
  reimaged: 'reimaged',
};

export const categoryWords: Record<Change['category'], string> = {
  nodes: 'Nodes',
  gpus: 'GPUs',
  runtimes: 'Runtimes',
  facts: 'Host facts',
  offerings: 'Offerings',
};

export const choicesOf = (words: Record<string, string>) =>
  Object.entries(words).map(([value, title]) => ({ value, title }));
