import { jsonTextOf } from '../../frames/text.ts';
import type { FacetReading, NativeForm, NativeInput } from '../facet.ts';
import { inputText } from '../reading.ts';
import type { Listing } from './listing.ts';
import { hasHeaders, parseColumns } from './parse-columns.ts';
import { parseEnvmodulesJson } from './parse-envmodules-json.ts';
import { parseSoftwarePage } from './parse-software-page.ts';
import { parseSpiderCache } from './parse-spider-cache.ts';
import { parseSpiderJson } from './parse-spider-json.ts';
import { parseTerse, toolOfTerse } from './parse-terse.ts';
import { listedRoot } from './read.ts';
import { treeFacts } from './tree.ts';

/** The start of an input, enough to recognise it by. */
function head(input: NativeInput): string {
  return inputText({
    ...input,
    files: input.files.slice(0, 1).map((file) => ({ ...file, bytes: file.bytes.subarray(0, 100_000) })),
  });
}

const isTerse = (text: string) =>
  /^(?!(?:ERROR|WARNING|Lmod)\b)\S[^\n]*:[ \r]*$/m.test(text) && !/^\s*[[{]/.test(text) && !hasHeaders(text);

export const natives: NativeForm[] = [
  form(
    'lmod-spider-json',
    'Lmod: spider -o spider-json',
    parseSpiderJson,
    (text) => /^\s*\{\s*\}\s*$/.test(text) || (/^\s*\{/.test(text) && /"(?:pV|wV|fullName)"\s*:/.test(text)),
  ),
  form(
    'lmod-software-page',
    'Lmod: spider -o jsonSoftwarePage',
    parseSoftwarePage,
    (text) =>
      /^\s*\[\s*\]\s*$/.test(text) ||
      /"(?:defaultVersionName|package|canonicalVersionString)"\s*:/.test(text),
  ),
  form('lmod-spider-cache', 'Lmod: spiderT.lua of a spider cache', parseSpiderCache, (text) =>
    /^(?:spiderT|mpathMapT|mrcT|timestampFn) *= *\{/m.test(text),
  ),
  form('envmodules-json', 'Environment Modules: module avail -j', parseEnvmodulesJson, (text) =>
    /"type"\s*:\s*"(?:modulefile|alias|directory|virtual)"/.test(text),
  ),
  form('avail-columns', 'module avail as people see it, of either tool', parseColumns, hasHeaders),
  form(
    'lmod-terse',
    'Lmod: module -t avail',
    (text) => parseTerse(text, 'lmod'),
    (text) => isTerse(text) && toolOfTerse(text) === 'lmod',
  ),
  form(
    'envmodules-terse',
    'Environment Modules: module -t avail',
    (text) => parseTerse(text, 'environment-modules'),
    isTerse,
  ),
];

function form(
  format: string,
  sentence: string,
  parse: (text: string) => Listing,
  recognise: (text: string) => boolean,
): NativeForm {
  return {
    format,
    sentence,
    recognise: (input) => input.files.length === 1 && recognise(head(input)),
    parse: (input) => reading(input, format, parse(wholeText(input))),
  };
}

function wholeText(input: NativeInput): string {
  const text = inputText(input);
  return /^\s*[[{]/.test(text) ? jsonTextOf(input.files[0]?.bytes ?? Buffer.alloc(0)) : text;
}

/** One root per listed tree. Which trees are in MODULEPATH is not told: what needs nothing loaded is taken to be. */
function reading(input: NativeInput, format: string, listing: Listing): FacetReading {
  const parts = input.files.map((file) => ({ name: file.path, bytes: file.bytes }));
  const broken = listing.trees.size === 0 ? listing.problems[0] : undefined;
  return {
    node: null,
    outcome: broken ? 'failed' : 'present',
    reason: broken ? 'unreadable' : '',
    message: broken ? broken.message : '',
    roots: [...listing.trees].map(([path, listed]) => {
      const inModulepath = !listed.modules.some((module) => module.requires.length > 0);
      const facts = treeFacts(listed, { tool: listing.tool, read: 'evaluated', inModulepath });
      return listedRoot(path, '', facts, parts);
    }),
    problems: listing.problems.map((problem) => ({ ...problem, where: input.name, part: format })),
  };
}
