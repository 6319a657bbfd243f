import { counted } from './general-key.ts';
import { debianParts, debianRuns } from './orderings/debian.ts';
import { trimZeros } from './orderings/lists.ts';
import { rpmMarks, rpmParts } from './orderings/rpm.ts';
import { semverParts } from './orderings/semver.ts';

/** Sorts before every digit and letter that these keys are made of. */
const end = '!';

/** A number as the count of its digits and its digits: as text in the order of numbers. */
function numberKey(digits: string): string {
  return counted(digits.length) + digits;
}

export function debianKey(version: string): string {
  const { epoch, upstream, revision } = debianParts(version);
  return numberKey(epoch) + debianPart(upstream) + debianPart(revision);
}

/** Pairs of a non-digit run and a number; '~' sorts before the end of a run, letters behind it, all else last. */
function debianPart(text: string): string {
  const runs = debianRuns(text);
  let key = '';
  for (let i = 0; i === 0 || i < runs.length; i += 2) {
    for (const unit of (runs[i] ?? '').split('')) key += debianCharacter(unit);
    key += `"${numberKey(trimZeros(runs[i + 1] ?? ''))}`;
  }
  return `${key}"`;
}

function debianCharacter(unit: string): string {
  if (unit === '~') return '!';
  return /[A-Za-z]/.test(unit) ? unit : `{${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

export function rpmKey(version: string): string {
  const { epoch, version: own, release } = rpmParts(version);
  return numberKey(epoch) + rpmPart(own) + rpmPart(release);
}

function rpmPart(text: string): string {
  let key = '';
  for (const mark of rpmMarks(text)) {
    if (mark === '~') key += '0';
    else if (mark === '^') key += '2';
    else key += /^[0-9]/.test(mark) ? `4${numberKey(trimZeros(mark))}` : `3${mark}${end}`;
  }
  return `${key}1`;
}

export function semverKey(version: string): string {
  const { core, pre } = semverParts(version);
  const last = core.findLastIndex((one) => !/^0+$/.test(one));
  const numbers = core.slice(0, last + 1).map(identifierKey);
  return `${numbers.join('')}${end}${pre.length === 0 ? '9' : `1${pre.map(identifierKey).join('')}${end}`}`;
}

/** Numbers come before words; the letters of a word by their code points. */
function identifierKey(text: string): string {
  if (/^\d+$/.test(text)) return `4${numberKey(trimZeros(text))}`;
  const points = [...text].map((one) => (one.codePointAt(0) ?? 0).toString(16).padStart(6, '0'));
  return `5${points.join('')}${end}`;
}
