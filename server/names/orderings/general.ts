import { type CondaVersion, compareCondaVersions, parseCondaVersion } from './conda.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * The order of versions from different ecosystems in one list. It is conda's, with two additions: no
 * version comes before every version, and a day of release as LAMMPS and GAMESS write it (`2Aug2023`,
 * `stable_29Sep2021_update3`) is read as year, month and day, as conda-forge numbers them (`2023.08.02`).
 */
export function parseGeneral(text: string): CondaVersion | null {
  const trimmed = text.trim();
  return trimmed === '' ? null : parseCondaVersion(spellDay(trimmed));
}

export function compareGeneral(a: string, b: string): number {
  const [one, two] = [parseGeneral(a), parseGeneral(b)];
  if (one === null || two === null) return Number(one !== null) - Number(two !== null);
  return compareCondaVersions(one, two);
}

function spellDay(text: string): string {
  const found = /^(?:[a-z]{1,10}_)?(\d{1,2})([A-Za-z]{3})(\d{4}|\d{2})(?!\d)/.exec(text);
  const month = months.indexOf((found?.[2] ?? '').toLowerCase());
  if (found === null || month < 0) return text;
  const year = found[3] ?? '';
  const rest = text.slice(found[0].length).replace(/^[_-]?update/i, '.');
  return `${year.length === 2 ? `20${year}` : year}.${month + 1}.${found[1] ?? ''}${rest}`;
}
