import type { FacetReading, NativeForm, NativeInput } from '../facet.ts';
import { isFolder, parseFolder } from './folder.ts';
import { jsonForms } from './json-forms.ts';
import type { Listing } from './listing.ts';
import { headOf, wholeText } from './native-texts.ts';
import { listedRoot } from './read.ts';
import type { System } from './schema.ts';
import { type TextForm, textForms } from './texts/forms.ts';
import { isTranscript } from './texts/sections.ts';
import { parseSession } from './texts/session.ts';
import { treeFacts } from './tree.ts';

const session: TextForm = {
  format: 'module-session',
  sentence: 'several module commands at a prompt, each with what it printed',
  parse: parseSession,
  recognise: isTranscript,
};

const fileForms: TextForm[] = [...jsonForms, session, ...textForms];

export const natives: NativeForm[] = [
  ...fileForms.map(ofOneFile),
  {
    format: 'module-outputs',
    sentence: 'a folder with a file for each module command, holding what it printed',
    recognise: (input) => isFolder(input, fileForms),
    parse: (input) => reading(input, 'module-outputs', parseFolder(input, fileForms)),
  },
];

function ofOneFile({ format, sentence, recognise, parse }: TextForm): NativeForm {
  return {
    format,
    sentence,
    recognise: ({ files: [file, ...more] }) =>
      file !== undefined && more.length === 0 && recognise(headOf(file)),
    parse: (input) => {
      const [file] = input.files;
      return reading(input, format, parse(file ? wholeText(file) : ''));
    },
  };
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
      const facts = treeFacts(listed, {
        tool: listing.tool,
        read: 'evaluated',
        inModulepath,
        outside: listing.outside,
      });
      return listedRoot(path, '', facts, parts);
    }),
    problems: listing.problems.map((problem) => ({
      ...problem,
      where: problem.where || input.name,
      part: format,
    })),
  };
}

/** What a transcript or a version tells about the tool itself. */
function systemOf({ tool, version, modulepath }: Listing): System | undefined {
  if (version === '' && modulepath.length === 0) return undefined;
  return { kind: 'modules.system', system: tool, version, modulepath, initialisation: '', account: '' };
}
