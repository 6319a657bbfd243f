import type { AliasTable } from './aliases.ts';
import { readConda } from './conda.ts';
import { currentNames } from './current.ts';
import { readExtension } from './extension.ts';
import { readImageFile, readReference } from './image.ts';
import { readModule } from './module.ts';
import { finish, oneLine } from './reading.ts';
import type { Reading } from './rule.ts';
import { readSpack, type SpackRecord } from './spec.ts';
import { readSystem, type SystemRecord } from './system.ts';

export interface ToolName {
  tool: string;
  label: string;
  version: string;
  variant: string;
  build: string;
  /** Names of the rules that decided, joined by '+', for explanations. */
  rule: string;
}

/** A module's full name as its system prints it: `bio/SAMtools/1.17-GCC-12.2.0`, `samtools/1.17`. */
export function nameModule(fullName: string, aliases: AliasTable = currentNames().aliases): ToolName | null {
  return named(fullName, readModule, aliases);
}

/** What a module brings besides itself (`numpy/1.26.4`), by the tool that the module is ('' where that is not known). */
export function nameExtension(
  fullName: string,
  owner: string,
  aliases: AliasTable = currentNames().aliases,
): ToolName | null {
  return named(fullName, (line) => readExtension(line, owner), aliases);
}

/** A conda package record; what pip installed has build `pypi_0`, as conda itself lists it. */
export function nameConda(
  record: { name: string; version: string; build: string },
  aliases: AliasTable = currentNames().aliases,
): ToolName | null {
  const version = oneLine(record.version) ?? '';
  const build = oneLine(record.build) ?? '';
  return named(record.name, (name) => readConda({ name, version, build }), aliases);
}

/** A package of Spack's database; compiler and DAG hash are the build, as in a module's name. */
export function nameSpack(
  record: SpackRecord,
  aliases: AliasTable = currentNames().aliases,
): ToolName | null {
  const [version, compiler, hash] = [record.version, record.compiler, record.hash].map(
    (one) => oneLine(one) ?? '',
  );
  return named(
    record.name,
    (name) => readSpack({ name, version: version ?? '', compiler: compiler ?? '', hash: hash ?? '' }),
    aliases,
  );
}

/** A package of dpkg or rpm; `version` is whole, with epoch and revision, and is kept as the build. */
export function nameSystem(
  record: SystemRecord,
  aliases: AliasTable = currentNames().aliases,
): ToolName | null {
  const version = oneLine(record.version) ?? '';
  return named(record.name, (name) => readSystem({ name, version, family: record.family }), aliases);
}

/** An image reference (`quay.io/biocontainers/samtools:1.17--h00cdaf9_0`, `ubuntu:22.04`, with or without @digest). */
export function nameImageReference(
  reference: string,
  aliases: AliasTable = currentNames().aliases,
): ToolName | null {
  return named(reference, readReference, aliases);
}

/** The base name of an image file or sandbox folder (`samtools_1.17.sif`, `depot.galaxyproject.org-singularity-samtools-1.17--h00cdaf9_0.img`). */
export function nameImageFile(name: string, aliases: AliasTable = currentNames().aliases): ToolName | null {
  return named(name, readImageFile, aliases);
}

function named(text: string, read: (line: string) => Reading | null, aliases: AliasTable): ToolName | null {
  const line = oneLine(text);
  const reading = line === null ? null : read(line);
  return reading === null ? null : (finish(reading, aliases)?.tool ?? null);
}
