import type { Provider } from '../facets/facet.ts';
import type { AliasTable } from './aliases.ts';
import { type CondaRecord, readConda } from './conda.ts';
import { currentNames } from './current.ts';
import { readImageFile, readReference } from './image.ts';
import type { ToolName } from './index.ts';
import { readModule } from './module.ts';
import { finish, oneLine } from './reading.ts';
import type { Form, Reading } from './rule.ts';
import { allRules } from './rules.ts';
import { readSystem } from './system.ts';

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
  const reading = line === null ? null : readers[form](line);
  const named = reading === null ? null : finish(reading, aliases);
  const steps = named === null ? [] : named.tool.rule.split('+').map((rule) => stepOf(rule, named.alias));
  return { text, form, steps, result: named?.tool ?? null };
}

const readers: Readonly<Record<Form, (line: string) => Reading | null>> = {
  module: readModule,
  image: readReference,
  file: (line) => readImageFile(baseName(line)),
  conda: (line) => readConda(parseRecord(line)),
  deb: (line) => readSystem({ ...parseRecord(line), family: 'deb' }),
  rpm: (line) => readSystem({ ...parseRecord(line), family: 'rpm' }),
};

const sentences: ReadonlyMap<string, string> = new Map(allRules.map((rule) => [rule.name, rule.sentence]));

function stepOf(rule: string, alias: string): Step {
  return { rule, sentence: rule === 'alias' ? alias : (sentences.get(rule) ?? '') };
}

function formOf(text: string, provider: Provider): Form {
  if (provider === 'podman' || provider === 'docker') return 'image';
  if (provider === 'module' || provider === 'spack') return 'module';
  if (provider === 'system')
    return /\.(?:el|fc|amzn|mga|suse)\d|\.lp\d|-\d[\w.]*\.\d+$/.test(text) ? 'rpm' : 'deb';
  if (provider !== 'apptainer') return 'conda';
  return isFile(text) ? 'file' : 'image';
}

/** A path or a name with an image's extension; a reference has neither, and may have `://`. */
function isFile(text: string): boolean {
  if (text.includes('://')) return false;
  return (
    /^[./~]/.test(text) || /\.(?:sif|simg|img|sqsh|sqfs|squashfs|ext3)$/i.test(text) || !/[/:]/.test(text)
  );
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
