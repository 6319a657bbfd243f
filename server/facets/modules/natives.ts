import { jsonTextOf, textOf } from '../../frames/text.ts';
import type { FacetReading, NativeForm, NativeInput } from '../facet.ts';
import { inputText } from '../reading.ts';
import type { Listing } from './listing.ts';
import { parseEnvmodulesJson } from './parse-envmodules-json.ts';
import { parseSoftwarePage } from './parse-software-page.ts';
import { isLuaCache, parseSpiderCache } from './parse-spider-cache.ts';
import { parseSpiderJson } from './parse-spider-json.ts';
import { listedRoot } from './read.ts';
import type { System } from './schema.ts';
import { type TextForm, textForms } from './texts/forms.ts';
import { isTranscript } from './texts/sections.ts';
import { parseSession } from './texts/session.ts';
import { treeFacts } from './tree.ts';

const HEAD = 100_000;

/** The start of an input, enough to recognise it by; cut at the end of a line. */
function head(input: NativeInput): string {
  const [first] = input.files;
  if (!first) return '';
  const known = heads.get(first.bytes);
  if (known !== undefined) return known;
  const text = headOf(first);
  heads.set(first.bytes, text);
  return text;
}

/** Every form looks at the same start. */
const heads = new WeakMap<Uint8Array, string>();

function headOf(first: NativeInput['files'][number]): string {
  const start = first.bytes.subarray(0, HEAD);
  // No module tool prints NUL: an archive or an image is no listing.
  if (start.includes(0)) return '';
  const text = plainText(textOf(start));
  const end = first.bytes.length > HEAD ? text.lastIndexOf('\n') : -1;
  return end === -1 ? text : text.slice(0, end + 1);
}

const jsonForms: TextForm[] = [
  {
    format: 'lmod-spider-json',
    sentence: 'Lmod: spider -o spider-json',
    parse: parseSpiderJson,
    recognise: (text) =>
      /^\s*\{\s*\}\s*$/.test(text) || (/^\s*\{/.test(text) && /"(?:pV|wV|fullName)"\s*:/.test(text)),
  },
  {
    format: 'lmod-software-page',
    sentence: 'Lmod: spider -o jsonSoftwarePage or softwarePage',
    parse: parseSoftwarePage,
    recognise: (text) =>
      /^\s*\[\s*\]\s*$/.test(text) ||
      (/^\s*\[/.test(text) && /"(?:defaultVersionName|package|canonicalVersionString)"\s*:/.test(text)),
  },
  {
    format: 'lmod-spider-cache',
    sentence: 'Lmod: spiderT.lua of a spider cache, or spider -o dbT',
    parse: parseSpiderCache,
    recognise: isLuaCache,
  },
  {
    format: 'envmodules-json',
    sentence: 'Environment Modules: module avail -j, spider -j or list -j',
    parse: parseEnvmodulesJson,
    recognise: (text) => /"type"\s*:\s*"(?:modulefile|alias|directory|virtual)"/.test(text),
  },
];

const session: TextForm = {
  format: 'module-session',
  sentence: 'several module commands at a prompt, each with what it printed',
  parse: parseSession,
  recognise: isTranscript,
};

export const natives: NativeForm[] = [...jsonForms, session, ...textForms].map((form) => ({
  format: form.format,
  sentence: form.sentence,
  recognise: (input) => input.files.length === 1 && form.recognise(head(input)),
  parse: (input) => reading(input, form.format, form.parse(wholeText(input))),
}));

function wholeText(input: NativeInput): string {
  const text = inputText(input);
  return /^\s*[[{]/.test(text) ? jsonTextOf(input.files[0]?.bytes ?? Buffer.alloc(0)) : plainText(text);
}

const COLOURS = /\x1b\[[0-9;]{0,40}[A-Za-z]|\x1b\(B|\r(?=\n)/g;

/** Text without the colours that a terminal would show, and with plain ends of lines. */
function plainText(text: string): string {
  const plain = text.includes('\x1b') || text.includes('\r') ? text.replace(COLOURS, '') : text;
  // A page of a site has the line ends of HTML, and preformatted text in tags.
  return /<(?:br|pre)\b/.test(plain) ? plain.replace(/<\/?(?:br|pre)\b[^<>]{0,100}>/g, '') : plain;
}

/** One root per listed tree. Which trees are in MODULEPATH is not told: what needs nothing loaded is taken to be. */
function reading(input: NativeInput, format: string, listing: Listing): FacetReading {
  const parts = input.files.map((file) => ({ name: file.path, bytes: file.bytes }));
  const system = systemOf(listing);
  const broken = listing.trees.size === 0 && !system ? listing.problems[0] : undefined;
  return {
    node: system ? { facts: system, evidence: { name: `${format} ${input.name}`, parts } } : null,
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

/** What a transcript or a version tells about the tool itself. */
function systemOf({ tool, version, modulepath }: Listing): System | undefined {
  if (version === '' && modulepath.length === 0) return undefined;
  return { kind: 'modules.system', system: tool, version, modulepath, initialisation: '', account: '' };
}
