import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { GazetteerError, messageOf } from '../errors.ts';
import type { Facet, FacetReading, NativeForm, NativeInput } from '../facets/facet.ts';
import { type FacetName, facetNames, isFacetName } from '../facets/names.ts';
import { facets } from '../facets/registry.ts';
import { decodeFrames } from '../frames/decode.ts';
import { inputFile } from './inputFile.ts';
import { print } from './output.ts';
import { readingView } from './readingView.ts';

const FRAMES = /^[0-9a-f]{16}\+1 hello proto=1/m;

export function parseVerb(program: Command): void {
  const formats = facetNames
    .map((name) => `  ${name}: ${['frames', ...facets[name].natives.map((one) => one.format)].join(', ')}`)
    .join('\n');
  program
    .command('parse')
    .description("read a facet's evidence or native forms and print the documents as JSON")
    .argument('[facet]', `one of ${facetNames.join(', ')}; every facet that knows the input when left out`)
    .argument('[inputs...]', 'files or folders; standard input when there is none')
    .option('--format <name>', 'the form of the input; recognised by content otherwise')
    .option('--json', 'JSON, which is also the default')
    .addHelpText(
      'after',
      `
Formats:
${formats}

Examples:
  nvidia-smi -q -x | gazetteer parse gpus
  gazetteer parse samtools_1.17.sif lscpu.txt
  gazetteer parse conda /opt/miniforge3/conda-meta
  module -t avail 2>&1 | gazetteer parse modules --format lmod-terse`,
    )
    .action(parse);
}

async function parse(first: string | undefined, rest: string[], options: { format?: string }): Promise<void> {
  const facet = first !== undefined && isFacetName(first) ? first : undefined;
  const paths = first === undefined || facet ? rest : [first, ...rest];
  if (!facet && first !== undefined && !existsSync(first)) {
    throw new GazetteerError(
      'no-facet',
      `there is neither a facet nor a file "${first}"`,
      `The facets are ${facetNames.join(', ')}`,
    );
  }
  const inputs = paths.length > 0 ? paths.map(readInput) : [await standardInput()];
  const results = inputs.flatMap((input) =>
    facet ? [parseInput(facet, input, options.format)] : parseAny(input, options.format),
  );
  print(true, results, () => '');
  if (results.some((one) => one.outcome === 'failed')) process.exitCode = 1;
}

/** One input in the form that is named or recognised, as documents with offerings. */
export function parseInput(name: FacetName, input: NativeInput, format?: string) {
  const { form, reading } = readNative(name, input, format);
  return { input: input.name, format: form, ...readingView({ facet: name, reading }) };
}

/** One input as every facet reads it that knows its form; `uname -a` tells of two. */
function parseAny(input: NativeInput, format: string | undefined) {
  if (isFrames(input, format)) {
    const found = decodeFrames(firstBytes(input)).facets.map((one) => one.facet);
    return [...new Set(found)].filter(isFacetName).map((name) => parseInput(name, input, 'frames'));
  }
  const facetsOfIt = facetNames.filter((name) =>
    facets[name].natives.some((one) => (format === undefined ? one.recognise(input) : one.format === format)),
  );
  if (facetsOfIt.length > 0) return facetsOfIt.map((name) => parseInput(name, input, format));
  throw new GazetteerError(
    'not-recognised',
    `${input.name} is in no form that any facet knows`,
    'Name the facet to see its forms: gazetteer parse FACET --format NAME FILE',
  );
}

function readNative(
  name: FacetName,
  input: NativeInput,
  format: string | undefined,
): { form: string; reading: FacetReading } {
  const facet = facets[name];
  if (isFrames(input, format)) {
    const evidence = decodeFrames(firstBytes(input)).facets.find((one) => one.facet === name);
    if (!evidence)
      throw new GazetteerError('no-frames', `${input.name} holds no frames of the facet ${name}`);
    return { form: 'frames', reading: facet.read(evidence) };
  }
  const form = format === undefined ? recognise(facet, input) : formNamed(facet, format);
  return { form: form.format, reading: form.parse(input) };
}

const firstBytes = (input: NativeInput) => input.files[0]?.bytes ?? Buffer.alloc(0);

function isFrames(input: NativeInput, format: string | undefined): boolean {
  if (format !== undefined) return format === 'frames';
  return FRAMES.test(
    firstBytes(input)
      .subarray(0, 1 << 20)
      .toString('latin1'),
  );
}

function formNamed(facet: Facet, format: string): NativeForm {
  const form = facet.natives.find((one) => one.format === format);
  if (form) return form;
  const names = ['frames', ...facet.natives.map((one) => one.format)].join(', ');
  throw new GazetteerError('no-format', `${facet.name} has no format "${format}"`, `There are ${names}`);
}

function recognise(facet: Facet, input: NativeInput): NativeForm {
  const form = facet.natives.find((one) => one.recognise(input));
  if (form) return form;
  const names = facet.natives.map((one) => one.format).join(', ');
  throw new GazetteerError(
    'not-recognised',
    `${input.name} is in no form that the facet ${facet.name} knows`,
    `Name one with --format: ${names}`,
  );
}

const MOST_FILES = 200_000;

/** A file, or the files of a folder, deep, in the order of their names; links are not followed below it. */
function readInput(path: string): NativeInput {
  try {
    if (!statSync(path).isDirectory()) {
      return { name: basename(path), files: [inputFile(path, basename(path))] };
    }
    return { name: basename(path), files: filesBelow(path) };
  } catch (error) {
    throw new GazetteerError('unreadable', `${path} cannot be read: ${messageOf(error)}`, 'Check the path');
  }
}

function filesBelow(path: string): NativeInput['files'] {
  const files: NativeInput['files'] = [];
  const walk = (folder: string, inside: string) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
      a.name < b.name ? -1 : 1,
    )) {
      const full = join(folder, entry.name);
      const relative = inside === '' ? entry.name : `${inside}/${entry.name}`;
      if (entry.isDirectory()) walk(full, relative);
      else if (entry.isFile() && files.length < MOST_FILES) files.push(inputFile(full, relative));
    }
  };
  walk(path, '');
  return files;
}

export async function standardInput(): Promise<NativeInput> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(Buffer.from(chunk));
  return { name: 'standard input', files: [{ path: 'standard input', bytes: Buffer.concat(chunks) }] };
}
