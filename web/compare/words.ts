import type { Category, Match } from '../../server/routes/schemas/compare.ts';
import type { Choice } from '../components/FilterForm.tsx';

/** What each match says, best first, in a word that heads a column and in a sentence. */
export const matchWords: Record<Match, { word: string; sentence: string }> = {
  identical: { word: 'identical', sentence: 'equal digests of one kind, or the same row of the same place' },
  'same-build': {
    word: 'same build',
    sentence: 'the same build of the same version, and no digest that differs',
  },
  'same-recipe': { word: 'same recipe', sentence: 'one name, version, suffix and toolchain of EasyBuild' },
  'same-version': { word: 'same version', sentence: 'the same version and variant' },
  'near-version': { word: 'near version', sentence: 'the same major and minor number, or another variant' },
  'other-version': { word: 'other version', sentence: 'the same tool' },
  missing: { word: 'missing', sentence: 'not there: every place that it may be in was read' },
  unknown: { word: 'unknown', sentence: 'not seen, and something was not read; it counts neither way' },
};

export const matches: readonly Match[] = [
  'identical',
  'same-build',
  'same-recipe',
  'same-version',
  'near-version',
  'other-version',
  'missing',
  'unknown',
];

export const categoryWords: Record<Category, string> = {
  program: 'programs',
  library: 'libraries',
  python: 'Python packages',
  r: 'R packages',
  perl: 'Perl packages',
  system: 'system packages',
};

export const matchChoices: Choice[] = matches.map((value) => ({ value, title: matchWords[value].word }));
export const categoryChoices: Choice[] = Object.entries(categoryWords).map(([value, title]) => ({
  value,
  title,
}));
export const tierChoices: Choice[] = ['1a', '1b', '2', '3', '4'].map((value) => ({ value, title: value }));

/** A score as people read it; what is unknown is no zero. */
export const scoreText = (score: number | null) => (score === null ? 'unknown' : score.toFixed(3));
