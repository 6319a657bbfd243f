import { distanceWithin } from './distance.ts';
import { parseGeneral } from './orderings/general.ts';
import type { Atom, Component } from './orderings/lists.ts';
import { compareVersions } from './version.ts';

/**
 * The versions nearest to the wanted one, nearest first: those that share most leading parts with it,
 * then those whose first other part is least far away, then the newer ones.
 */
export function closestVersions(wanted: string, have: readonly string[], n: number): string[] {
  const target = partsOf(wanted);
  const places = [...new Set(have)].map((version) => ({ version, ...nearness(target, partsOf(version)) }));
  places.sort((a, b) => b.shared - a.shared || a.away - b.away || compareVersions(b.version, a.version));
  return places.slice(0, n).map((place) => place.version);
}

interface Nearness {
  shared: number;
  away: number;
}

function nearness(wanted: readonly Atom[], other: readonly Atom[]): Nearness {
  for (let i = 0; i < Math.max(wanted.length, other.length); i += 1) {
    const away = gap(wanted[i], other[i]);
    if (away !== 0) return { shared: i, away };
  }
  return { shared: Number.MAX_SAFE_INTEGER, away: 0 };
}

/** Numbers lie as far apart as they differ; anything else that differs lies half a step away. */
function gap(a: Atom | undefined, b: Atom | undefined): number {
  const [one, two] = [numberOf(a), numberOf(b)];
  if (one !== null && two !== null) return Math.abs(one - two);
  return same(a, b) ? 0 : 0.5;
}

function numberOf(atom: Atom | undefined): number | null {
  if (atom === undefined) return 0;
  if (atom === 'post' || 'letters' in atom) return null;
  return Math.min(Number(atom.number || '0'), Number.MAX_SAFE_INTEGER);
}

function same(a: Atom | undefined, b: Atom | undefined): boolean {
  if (a === b) return true;
  if (a === undefined || b === undefined || a === 'post' || b === 'post') return false;
  return 'letters' in a && 'letters' in b && a.letters === b.letters;
}

/** Epoch and parts in a row; a version's zero before a component of letters says nothing here. */
function partsOf(version: string): Atom[] {
  return (parseGeneral(version)?.main ?? []).flatMap((component: Component) => [...component]);
}

/**
 * Names a person may have meant, best first: the same letters, then names that begin with the text or
 * that it begins with, then names a few slips of the keyboard away (one per three letters, at most three).
 */
export function closestNames(text: string, names: readonly string[], n: number): string[] {
  const wanted = fold(text);
  if (wanted === '' || n <= 0) return [];
  const limit = Math.min(3, Math.max(1, Math.floor(wanted.length / 3)));
  const places: { name: string; cost: number; length: number }[] = [];
  for (const name of names) {
    const cost = costOf(wanted, fold(name), limit);
    if (cost !== null) places.push({ name, cost, length: name.length });
  }
  places.sort(
    (a, b) => a.cost - b.cost || a.length - b.length || (a.name < b.name ? -1 : Number(a.name > b.name)),
  );
  return [...new Set(places.map((place) => place.name))].slice(0, n);
}

/** Beginnings rank between one slip and two, so that `scikit` finds scikit-learn before anything else. */
const beginsWith = 1.5;
const isBegunBy = 1.75;

function costOf(wanted: string, name: string, limit: number): number | null {
  if (name === wanted) return 0;
  const slips = distanceWithin(wanted, name, limit);
  const beginning = beginningCost(wanted, name);
  if (slips === null) return beginning;
  return beginning === null ? slips : Math.min(slips, beginning);
}

/** Very short names begin too many others to mean anything. */
function beginningCost(wanted: string, name: string): number | null {
  if (wanted.length >= 2 && name.startsWith(wanted)) return beginsWith;
  return name.length >= 3 && wanted.startsWith(name) ? isBegunBy : null;
}

/** Case, dashes, underscores and dots are what people remember least. */
function fold(name: string): string {
  return name.toLowerCase().replace(/[-_. ]+/g, '');
}
