import { looksLikeRegistry } from './looks.ts';
import { accounts, branches, flattenedPrefixes, pointers } from './words.ts';

/** Where an image's file name can be cut. */

const extensions = /\.(?:sif|simg|img|sqsh|sqfs|squashfs|squash|ext3|oci|sandbox|tar|tgz|tar\.gz|sif\.gz)$/i;

export function withoutExtension(name: string): string {
  return name.replace(extensions, '');
}

export function withoutPrefix(text: string): string {
  const prefix = flattenedPrefixes.find((known) => text.startsWith(known));
  return prefix === undefined ? withoutHost(text) || text : text.slice(prefix.length);
}

/** What follows a registry, and its account where both are known; '' when the text does not begin with a registry. */
export function withoutRegistry(text: string): string {
  const prefix = flattenedPrefixes.find((known) => known.includes('.') && text.startsWith(known));
  return prefix === undefined ? withoutHost(text) : text.slice(prefix.length);
}

/** What follows `docker.io-`; '' when the text does not begin with a registry. */
function withoutHost(text: string): string {
  for (let dash = text.indexOf('-'); dash > 0 && dash < 80; dash = text.indexOf('-', dash + 1)) {
    const host = text.slice(0, dash);
    if (host.includes('.') && looksLikeRegistry(host)) return text.slice(dash + 1);
  }
  return '';
}

export function withoutAccount(text: string): string {
  const account = accounts.find((known) => text.startsWith(`${known}-`));
  return account === undefined ? text : text.slice(account.length + 1);
}

/** Where the first match of a separator pattern lies behind at least one letter; -1 when nowhere. */
export function versionAt(text: string, separator: RegExp): number {
  for (const found of text.matchAll(separator)) {
    if (/[A-Za-z]/.test(text.slice(0, found.index))) return found.index;
  }
  return -1;
}

/** `name_1.17` and `name-1.17`: an underscore before a digit cuts, unless a version stands before it already. */
export function versionCut(before: string): number {
  const underscore = versionAt(before, /_(?=v?\d)/g);
  if (underscore > 0 && !/-\d[\w.]*$/.test(before.slice(0, underscore))) return underscore;
  return before.lastIndexOf('-');
}

export function pulledCut(text: string): number {
  const underscore = versionAt(text, /_(?=v?\d)/g);
  if (underscore > 0 && !/-v?\d+\.[\w.]*$/.test(text.slice(0, underscore))) return underscore;
  const last = text.lastIndexOf('_');
  const word = text.slice(last + 1).toLowerCase();
  return pointers.has(word) || branches.has(word) ? last : -1;
}
