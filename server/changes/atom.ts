import { createHash } from 'node:crypto';
import type { Change } from '../routes/schemas/changes.ts';

export interface Feed {
  title: string;
  /** Address of the page that shows the same, relative to the feed's. */
  page: string;
  /** Address of the feed itself. */
  self: string;
  /** When nothing is in it, this is its time. */
  until: Date;
  changes: Change[];
}

const MOST = 200;

/**
 * Changes as an Atom feed (RFC 4287), newest first. An entry keeps its id as long as the change is told alike, so that a
 * reader shows it once.
 */
export function atomFeed({ title, page, self, until, changes }: Feed): string {
  const newest = [...changes].sort((a, b) => (a.since < b.since ? 1 : -1)).slice(0, MOST);
  const updated = newest[0]?.since ?? until.toISOString();
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<feed xmlns="http://www.w3.org/2005/Atom">',
    `<id>${idOf(['feed', self])}</id>`,
    `<title>${xml(title)}</title>`,
    `<updated>${updated}</updated>`,
    `<link rel="self" href="${xml(self)}"/>`,
    `<link rel="alternate" type="text/html" href="${xml(page)}"/>`,
    '<author><name>Gazetteer</name></author>',
    ...newest.map((change) => entry(change, page)),
    '</feed>\n',
  ].join('\n');
}

function entry(change: Change, page: string): string {
  const { documentBefore: before, documentAfter: after } = change;
  const href =
    before !== '' && after !== ''
      ? `/documents/${before}/diff/${after}`
      : before !== '' || after !== ''
        ? `/documents/${before || after}`
        : page;
  return [
    '<entry>',
    `<id>${idOf(['change', ...Object.values(change).map(String)])}</id>`,
    `<title>${xml(titleOf(change))}</title>`,
    `<updated>${change.since}</updated>`,
    `<link rel="alternate" type="text/html" href="${xml(href)}"/>`,
    `<category term="${change.category}"/>`,
    `<content type="text">${xml(textOf(change))}</content>`,
    '</entry>',
  ].join('');
}

/** What became of it, behind its name. */
const WORDS: Record<Change['kind'], string> = {
  new: 'is new',
  gone: 'is gone',
  default: 'by default',
  bytes: 'has other bytes',
  content: 'is described otherwise',
  changed: 'changed',
  known: 'is now known',
  unknown: 'is not known any more',
  retired: 'is retired',
  renamed: 'is renamed',
  reimaged: 'was installed anew',
};

function titleOf(change: Change): string {
  const { site, cluster, what, provider, kind, before, after, nodes, category } = change;
  const values = before !== '' && after !== '' && before !== after ? `${before} → ${after}` : after || before;
  const name = category === 'nodes' ? nodes : [what, values].filter((one) => one !== '').join(' ');
  const as = provider === '' ? '' : ` (${provider})`;
  return `${site}/${cluster}: ${name}${as} ${WORDS[kind]}`;
}

function textOf(change: Change): string {
  const { nodes, nodeCount, place, facet, since, sinceAfter } = change;
  const when = sinceAfter === null ? `first seen ${since}` : `between ${sinceAfter} and ${since}`;
  return [
    `On ${nodes} (${nodeCount} ${nodeCount === 1 ? 'node' : 'nodes'}), ${when}.`,
    ...(place === '' ? [] : [`In ${place}.`]),
    ...(facet === '' ? [] : [`Facet ${facet}.`]),
  ].join('\n');
}

/** RFC 9562, version 8: a UUID whose bits are our own, here of a hash. */
export function idOf(parts: string[]): string {
  const hex = createHash('sha256').update(JSON.stringify(parts)).digest('hex');
  const own = `${hex.slice(0, 12)}8${hex.slice(13, 16)}8${hex.slice(17, 32)}`;
  return `urn:uuid:${own.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')}`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};

/** Text for XML 1.0, which holds no control characters: names from nodes may. */
export function xml(text: string): string {
  return text
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '');
}
