import {
  type Listed,
  parseExplicit,
  parseExport,
  parseListJson,
  parseTable,
} from '../../facets/conda/lists.ts';
import { parsePipJson, parsePipTable } from '../../facets/conda/pipLists.ts';
import { parsePixiTable } from '../../facets/conda/pixiList.ts';
import type { Environment } from '../../facets/conda/schema.ts';
import { foldPython } from '../../names/conda.ts';
import { unreadAt } from '../requirement.ts';
import type { CheckForm } from './form.ts';
import { gathered } from './gather.ts';
import { LineIndex } from './lineIndex.ts';
import { condaPackage, pipPackage } from './requirements.ts';

/** A listing of what is installed: every package with its version, and conda's with their builds. */
function listing(
  form: string,
  sentence: string,
  parse: (text: string, where: string) => Listed<Environment> | null,
): CheckForm {
  return {
    form,
    sentence,
    read: ({ text, name }) => {
      const found = parse(text, name);
      if (!found) return null;
      const lines = new LineIndex(text);
      const rows = tableLines(text);
      const { packages, pip } = found.facts;
      const at = (one: { name: string; version: string; build?: string }) => {
        const parts = [one.name, one.version, ...(one.build === undefined ? [] : [one.build])];
        const line = rows.get(keyOf(one.name, one.version));
        return { ...(line === undefined ? lines.package(one) : { line }), text: parts.join(' ') };
      };
      const made = [
        ...packages.map((one) => (isFolder(one) ? unreadAt(at(one), FOLDER) : condaPackage(at(one), one))),
        ...pip.map((one) => pipPackage(at(one), one)),
      ];
      return gathered(made, found.problems);
    },
  };
}

/** What `conda develop` and `pip install -e` put there. */
const isFolder = ({ channel }: { channel: string }) => channel === '<develop>';
const FOLDER = 'comes from a folder, and is no release';

/** Names of pip's packages were folded when they were read. */
const keyOf = (name: string, version: string) => `${foldPython(name)} ${version}`;

/** Lines that begin with a name and a version, as tables and exports do. */
function tableLines(text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const [at, line] of text.split('\n').entries()) {
    const [name = '', version = ''] = line.trim().split(/\s+|=/, 2);
    if (version !== '') found.set(keyOf(name, version), at + 1);
  }
  return found;
}

export const explicitForm = listing('conda-explicit', 'conda list --explicit', parseExplicit);
export const listForms: CheckForm[] = [
  listing('pip-list-json', 'pip list --format=json', parsePipJson),
  listing('conda-list-json', 'conda list --json', parseListJson),
  listing('pixi-list', 'pixi list', parsePixiTable),
  listing('conda-list', 'conda list', parseTable),
  listing('pip-list', 'pip list', parsePipTable),
];
export const exportForm = listing('conda-export', 'conda list --export', parseExport);
