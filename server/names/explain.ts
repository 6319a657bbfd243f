import type { Provider } from '../facets/facet.ts';
import type { AliasTable } from './aliases.ts';
import { type CondaRecord, readConda } from './conda.ts';
import { currentNames } from './current.ts';
import { readExtension } from './extension.ts';
import { readImageFile, readReference } from './image.ts';
import { nameModule, type ToolName } from './index.ts';
import { readModule } from './module.ts';
import { mulledContents } from './mulled-contents.ts';
import { finish, oneLine } from './reading.ts';
import { type Form, type Reading, watched } from './rule.ts';
import { allRules } from './rules.ts';
import { parseSpec, readSpack } from './spec.ts';
import { readSystem } from './system.ts';
import { type Ordering, sortKey } from './version.ts';

export interface Step {
  rule: string;
  sentence: string;
}

export interface NameExplanation {
  text: string;
  provider: Provider;
  /** How the text was taken: as a module's name, an image's reference or file, or a package record. */
  form: Form;
  /** The rules that fired, in order, with what they say. */
  steps: Step[];
  /** Rules that were asked before those and did not hold. */
  refused: Step[];
  /** The line of the alias table that was used; null for none. */
  alias: { name: string; tool: string; sentence: string } | null;
  /** Packages inside, where the name tells them (mulled images). */
  inside: { tool: string; version: string }[];
  /** By whose rules versions of the tool are ordered, and the key that stands for this one's place. */
  ordering: Ordering;
  sortKey: string;
  /** Null when nothing sensible can be said. */
  result: ToolName | null;
}

/** Which rules read a name and what came out. */
export function explainName(
  text: string,
  provider: Provider,
  aliases: AliasTable = currentNames().aliases,
): NameExplanation {
  return { provider, ...explainForm(text, formOf(text, provider), aliases) };
}

/** The same for a text whose form is known. */
export function explainForm(
  text: string,
  form: Form,
  aliases: AliasTable = currentNames().aliases,
): Omit<NameExplanation, 'provider'> {
  const line = oneLine(text);
  const asked = new Map<string, boolean>();
  const read = () => (line === null ? null : readers[form](line));
  const reading = watched(read, (rule, fired) => asked.set(rule, fired || asked.get(rule) === true));
  const named = reading === null ? null : finish(reading, aliases);
  const result = named?.tool ?? null;
  const steps = result === null ? [] : result.rule.split('+').map((rule) => stepOf(rule, named?.alias ?? ''));
  const refused = [...asked].filter(([, fired]) => !fired).map(([rule]) => stepOf(rule, ''));
  const isAliased = reading !== null && result !== null && named?.alias !== '';
  const ordering = currentNames().orderings.get(result?.tool ?? '') ?? 'general';
  return {
    text,
    form,
    steps,
    refused,
    alias: isAliased ? { name: reading.name, tool: result.tool, sentence: named?.alias ?? '' } : null,
    inside: result === null ? [] : mulledContents(result).map(({ tool, version }) => ({ tool, version })),
    ordering,
    sortKey: sortKey(result?.version ?? '', ordering),
    result,
  };
}

const readers: Readonly<Record<Form, (line: string) => Reading | null>> = {
  module: readModule,
  extension: readOwned,
  image: readReference,
  file: (line) => readImageFile(baseName(line)),
  conda: (line) => readConda(parseRecord(line)),
  spec: (line) => readSpack(parseSpec(line)),
  deb: (line) => readSystem({ ...parseRecord(line), family: 'deb' }),
  rpm: (line) => readSystem({ ...parseRecord(line), family: 'rpm' }),
};

const sentences: ReadonlyMap<string, string> = new Map(allRules.map((rule) => [rule.name, rule.sentence]));

function stepOf(rule: string, alias: string): Step {
  return { rule, sentence: rule === 'alias' ? alias : (sentences.get(rule) ?? '') };
}

function formOf(text: string, provider: Provider): Form {
  if (provider === 'podman' || provider === 'docker') return 'image';
  if (provider === 'module') return text.includes(' in ') ? 'extension' : 'module';
  // A module that Spack made is called otherwise than the package in Spack's database.
  if (provider === 'spack') return text.includes('@') || !text.includes('/') ? 'spec' : 'module';
  if (provider === 'system') return isRpm(text) ? 'rpm' : 'deb';
  if (provider !== 'apptainer') return 'conda';
  return isFile(text) ? 'file' : 'image';
}

/** The release of an RPM names its distribution: `1.23.5-1.el9`, `2.39-6.fc40`, `150400.3.3`. */
function isRpm(text: string): boolean {
  return /\.(?:el|fc|amzn|mga|suse|oe)\d/.test(text) || /-1[0-9]{5}\.\d/.test(text);
}

/** A path or a name with an image's extension; a reference has neither, and may have `://`. */
function isFile(text: string): boolean {
  if (text.includes('://')) return false;
  return (
    /^[./~]/.test(text) || /\.(?:sif|simg|img|sqsh|sqfs|squashfs|ext3)$/i.test(text) || !/[/:]/.test(text)
  );
}

/** `numpy/1.26.4 in SciPy-bundle/2023.11` */
function readOwned(line: string): Reading | null {
  const [own = '', owner = ''] = line.split(' in ', 2);
  return readExtension(own, nameModule(owner)?.tool ?? '');
}

function baseName(path: string): string {
  const trimmed = path.replace(/\/+$/, '');
  return trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

/** `samtools 1.17 h00cdaf9_0` as conda lists it, `samtools=1.17=h00cdaf9_0` as conda exports it, `numpy==1.26` as pip does. */
function parseRecord(line: string): CondaRecord {
  const plain = line.slice(line.lastIndexOf('::') < 0 ? 0 : line.lastIndexOf('::') + 2);
  const isPip = /^[^=\s]+==[^=\s]+$/.test(plain);
  const [name = '', version = '', build = ''] = plain.split(/[=\s]+/);
  return { name, version, build: isPip ? 'pypi_0' : build };
}
