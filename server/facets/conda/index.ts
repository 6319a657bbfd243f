import { shellWord } from '../../agent/bundle.ts';
import type { Facet, Facts } from '../facet.ts';
import { matching, oneOf } from '../holds.ts';
import { column } from '../nodeDocument.ts';
import { natives } from './natives.ts';
import { offerings } from './offerings.ts';
import { originColumns } from './origin.ts';
import { readConda } from './read.ts';
import {
  Environment,
  History,
  Installation,
  Listing,
  Lock,
  Making,
  Needs,
  Specification,
  Venv,
} from './schema.ts';

/** conda's packages, pip's and R's in one table. */
function environmentRows(facts: Facts): Record<string, unknown>[] {
  const found = Environment.safeParse(facts);
  if (!found.success) return [];
  const none = { build: '', subdir: '', sha256: '', md5: '' };
  const { packages, pip, r = [] } = found.data;
  const rows = (list: object[], channel: string) => list.map((one) => ({ ...none, ...one, channel }));
  return [...packages, ...rows(pip, 'pypi'), ...rows(r, 'R library')];
}

function lockRows(facts: Facts): Record<string, unknown>[] {
  const found = Lock.safeParse(facts);
  if (!found.success) return [];
  const none = { build: '', subdir: '', md5: '', channel: 'pypi' };
  return [...found.data.packages, ...found.data.pip.map((one) => ({ ...none, ...one }))];
}

/** In words, with the files that tell. */
function lockedOf(facts: Record<string, unknown>): string {
  const found = Making.safeParse(facts);
  if (!found.success) return 'no';
  const told = found.data.locks.map(({ file, state }) => `${file} ${STATES[state]}`).join(', ');
  if (found.data.locks.some(({ state }) => state === 'matches')) return `yes: ${told}`;
  return told === '' ? 'no' : `no: ${told}`;
}

const STATES = { matches: 'matches', differs: 'differs', unreadable: 'could not be read' };

/** A prefix of micromamba has no conda. Only its name tells that here, as it is micromamba's own default. */
const MICROMAMBA = /(^|\/)micromamba[^/]*(\/|$)/i;

export const conda: Facet = {
  name: 'conda',
  sentence: 'Conda installations, their environments, and the packages in them.',
  scope: 'root',
  kinds: [
    {
      kind: 'conda.environment',
      sentence: 'An environment by its packages, wherever it lies.',
      schema: Environment,
      columns: [
        column('name', 'text', 'Name of the package.'),
        column('version', 'text', 'Its version.'),
        column('build', 'text', 'Its build string; empty for packages of pip and R.'),
        column(
          'channel',
          'text',
          'Channel that it came from; pypi for packages of pip, R library for those that R installed.',
        ),
        column('subdir', 'text', 'Platform that it was built for.'),
        column('sha256', 'text', 'Digest of the package file, where the record has it.'),
        column('md5', 'text', 'Older digest of the package file.'),
      ],
      rows: environmentRows,
      derived: originColumns,
    },
    {
      kind: 'conda.installation',
      sentence: 'An installation: which distribution, which version, which channels.',
      schema: Installation,
      columns: [
        column('product', 'text', 'Distribution: miniforge, miniconda, anaconda, micromamba and others.'),
        column('conda', 'text', 'Version of conda; empty where there is none.'),
        column('mamba', 'text', 'Version of mamba; empty where there is none.'),
        column('distribution', 'text', 'Version of the Anaconda distribution.'),
        column('channels', 'list', 'Channels that its .condarc lists, in their order.'),
      ],
      rows: (facts) => [{ ...facts }],
    },
    {
      kind: 'conda.making',
      sentence: 'How an environment came to be: whose it is, what was asked for, and whether it is locked.',
      schema: Making,
      columns: [
        column('owner', 'text', 'Account that its folder belongs to; empty where it has no name.'),
        column('asked', 'list', 'Specifications that somebody asked for, as its history tells.'),
        column('pinned', 'list', 'Specifications in conda-meta/pinned, which conda does not move.'),
        column('channels', 'list', 'Channels that its own .condarc lists.'),
      ],
      rows: (facts) => [{ ...facts }],
      derived: [
        {
          ...column(
            'locked',
            'text',
            'Whether a lock or an explicit list beside it pins just what is installed.',
          ),
          of: lockedOf,
          holds: matching(/^(yes|no): |^no$/),
        },
      ],
    },
    {
      kind: 'conda.needs',
      sentence: 'What the packages of an environment ask of the machine, by virtual packages.',
      schema: Needs,
      columns: [
        column('name', 'text', 'Name of the package.'),
        column('version', 'text', 'Its version.'),
        column('build', 'text', 'Its build string.'),
        {
          ...column('spec', 'text', 'What it asks for, such as __glibc >=2.17.'),
          holds: matching(/^__[a-z]/),
        },
        column('optional', 'boolean', 'True where that counts only on machines that have such a thing.'),
      ],
      rows: (facts) => {
        const found = Needs.safeParse(facts);
        return found.success ? found.data.needs : [];
      },
    },
    {
      kind: 'conda.specification',
      sentence: 'What an environment file asks for.',
      schema: Specification,
      columns: [
        column('name', 'text', 'Name that the file gives the environment.'),
        column('channels', 'list', 'Channels to take packages from.'),
        column('specs', 'list', 'Packages asked for.'),
        column('pip', 'list', 'Packages asked for from PyPI.'),
      ],
      rows: (facts) => [{ ...facts }],
    },
    {
      kind: 'conda.lock',
      sentence: 'What a lock pins, for all its environments and platforms.',
      schema: Lock,
      columns: [
        column('name', 'text', 'Name of the package.'),
        column('version', 'text', 'Its version; empty where it is built from source.'),
        column('build', 'text', 'Its build string; empty for packages of PyPI.'),
        column('channel', 'text', 'Channel that it comes from; pypi for packages of PyPI.'),
        column('subdir', 'text', 'Platform that it was built for.'),
        column('used', 'list', 'Environments or categories, each with the platform, that take it.'),
        column('sha256', 'text', 'Digest of the package file, where the lock has it.'),
        column('md5', 'text', 'Older digest of the package file.'),
      ],
      rows: lockRows,
    },
    {
      kind: 'conda.history',
      sentence: "What an environment's history says was asked for, and is there after its last change.",
      schema: History,
      columns: [
        column('revisions', 'number', 'How many changes there were.'),
        column('asked', 'list', 'Specifications that were asked for and not taken back.'),
        {
          ...column('packages', 'list', 'Packages there are, name, version and build.'),
          of: ({ packages }) =>
            Array.isArray(packages)
              ? packages.map(({ name, version, build }) => `${name}-${version}-${build}`)
              : [],
        },
      ],
      rows: (facts) => [{ ...facts }],
    },
    {
      kind: 'conda.listing',
      sentence: 'Where conda knows of environments.',
      schema: Listing,
      columns: [
        column('name', 'text', 'Name of the environment; empty where it has none.'),
        column('path', 'text', 'Folder that it lies in.'),
      ],
      rows: (facts) => {
        const found = Listing.safeParse(facts);
        return found.success ? found.data.environments : [];
      },
    },
    {
      kind: 'conda.venv',
      sentence: 'How a virtual environment of Python was made.',
      schema: Venv,
      columns: [
        { ...column('python', 'text', 'Version of Python.'), holds: matching(/^[\d.]*$/) },
        column('home', 'text', 'Folder of the interpreter that it was made from.'),
        {
          ...column('maker', 'text', 'Program that made it: venv, virtualenv or uv.'),
          holds: oneOf('venv', 'virtualenv', 'uv'),
        },
        column('makerVersion', 'text', 'Version of that program, where it says so.'),
        column('systemPackages', 'boolean', "Whether it also uses that interpreter's own packages."),
      ],
      rows: (facts) => [{ ...facts }],
    },
  ],
  read: readConda,
  natives,
  offerings,
  locate: ({ rootPath, itemPath }) => {
    const place = itemPath === '.' || itemPath === '' ? rootPath : `${rootPath}/${itemPath}`;
    const program = MICROMAMBA.test(rootPath) ? 'micromamba' : 'conda';
    return { place, load: `${program} activate ${shellWord(place)}` };
  },
};
