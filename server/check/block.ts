import { shellWord } from '../agent/bundle.ts';
import { pastable } from '../query/pasting.ts';
import type { CheckRow } from '../routes/schemas/check.ts';
import type { Requirement } from './requirement.ts';

/** A row with what it answers. */
export interface Answered {
  row: CheckRow;
  requirement: Requirement;
}

/**
 * Lines to paste on a cluster: pinned module loads, images, an environment of conda that has most of what conda was asked for, and
 * what would make the rest.
 */
export function blockOf(
  answered: Answered[],
  environment: { load: string; there: number; has: ReadonlySet<number> } | null,
  channels: string[],
): string {
  const own = environment !== null && environment.load !== '' ? environment : null;
  const left = answered.filter(
    ({ row }, at) => row.fits && row.load !== '' && row.broken === '' && !own?.has.has(at),
  );
  const lines = (test: (one: Answered) => boolean) => [
    ...new Set(left.filter(test).map(({ row }) => row.load)),
  ];
  const modules = lines(({ row }) => row.provider === 'module' || row.provider === 'spack');
  const images = lines(({ row }) => row.tier === '1a' || row.tier === '1b');
  const environments = lines(({ row }) => row.provider === 'conda' || row.provider === 'venv');
  const parts = [
    section('modules', modules),
    section('images: put the command behind each line', images),
    own ? section(`an environment that has ${own.there} of it by itself`, [own.load]) : '',
    section(`environments${own ? ' that have the rest' : ''}, one at a time`, environments),
    section('not there as asked for: conda can make it', making(answered, channels)),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function section(title: string, lines: string[]): string {
  return lines.length === 0 ? '' : `# ${title}\n${lines.join('\n')}\n`;
}

/** One command for what conda was asked for and that is not there, with what pip adds to it. */
function making(answered: Answered[], channels: string[]): string[] {
  const lacking = answered.filter(({ row }) => !row.fits).map(({ requirement }) => requirement);
  const conda = lacking.filter((one) => one.asked === 'conda');
  const pip = lacking.filter((one) => one.asked === 'pip');
  const create = conda.length > 0 ? conda.map(condaWord) : pip.length > 0 ? ['python', 'pip'] : [];
  const words = channelWords(
    channels,
    conda.map((one) => one.channel),
  );
  const made = create.length === 0 ? '' : ['conda create --name NAME', ...words, ...create].join(' ');
  const added =
    pip.length === 0 ? '' : ['conda run --name NAME python -m pip install', ...pip.map(pipWord)].join(' ');
  return [made, added].map(pastable).filter((line) => line !== '');
}

/**
 * The channels of the input in its order. Where it lists none, those of single packages, and then conda-forge before bioconda,
 * whose packages are built against it (bioconda's documentation, "Usage"). `nodefaults` is a word of environment files alone.
 */
function channelWords(listed: string[], own: string[]): string[] {
  const usual = ['conda-forge', 'bioconda'];
  const more = own.filter((one) => !usual.includes(one));
  const all = listed.length > 0 ? [...listed, ...own] : [...more, ...usual];
  const named = [...new Set(all)].filter((one) => isName(one) && one !== 'nodefaults');
  return [
    ...(listed.includes('nodefaults') ? ['--override-channels'] : []),
    ...named.flatMap((one) => ['--channel', shellWord(one)]),
  ];
}

/** A channel by name; an address may hold what is nobody's business, and pip's is none. */
const isName = (channel: string) => /^[A-Za-z0-9][A-Za-z0-9._/-]*$/.test(channel) && channel !== 'pypi';

function condaWord({ name, version, constraint, build }: Requirement): string {
  if (version !== '') return shellWord(`${name}==${version}${build === '' ? '' : `=${build}`}`);
  // A range alone is a word; with a build conda wants brackets.
  const asked = constraint === '' || /^[=<>!~]/.test(constraint) ? constraint : `=${constraint}`;
  if (build !== '')
    return shellWord(`${name}[${constraint === '' ? '' : `version='${constraint}',`}build='${build}']`);
  return shellWord(`${name}${asked}`);
}

function pipWord({ name, version, constraint }: Requirement): string {
  return shellWord(`${name}${version === '' ? constraint.replaceAll(' ', '') : `==${version}`}`);
}
