import type { Told } from './source.ts';

/** A part that cannot be told of some nodes of a cluster says so, rather than telling numbers of the whole. */
export const notOfNodes = (id: string, title: string, why: string): Told => ({
  section: { id, title, note: why, figures: [], charts: [], tables: [] },
  line: '',
  attention: '',
  warnings: [],
});
