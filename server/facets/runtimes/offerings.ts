import type { Facts, Locator, OfferingDraft } from '../facet.ts';
import { type RuntimeName, Runtimes } from './schema.ts';

/** The tools under the names that other providers use for them: EasyBuild, conda-forge, Spack. */
const TOOLS: Record<RuntimeName, [tool: string, label: string]> = {
  apptainer: ['apptainer', 'Apptainer'],
  'singularity-ce': ['singularityce', 'SingularityCE'],
  'singularity-pro': ['singularitypro', 'SingularityPRO'],
  singularity: ['singularity', 'Singularity'],
  podman: ['podman', 'Podman'],
  docker: ['docker', 'Docker'],
  charliecloud: ['charliecloud', 'Charliecloud'],
  enroot: ['enroot', 'enroot'],
  sarus: ['sarus', 'Sarus'],
  shifter: ['shifter', 'Shifter'],
  udocker: ['udocker', 'udocker'],
};

/** In front of the path, in a locator, of a program that PATH finds. */
const IN_PATH = 'PATH:';

export function runtimeOfferings(facts: Facts): OfferingDraft[] {
  const found = Runtimes.safeParse(facts);
  if (!found.success) return [];
  return found.data.runtimes.map(({ name, version, path, inPath }) => {
    const [tool, label] = TOOLS[name];
    const locator = `${inPath ? IN_PATH : ''}${path}`;
    return { tool, label, version, variant: '', build: '', provider: 'system', digest: '', locator };
  });
}

export function locateRuntime(locator: string): Locator {
  if (locator.startsWith(IN_PATH)) return { place: locator.slice(IN_PATH.length), load: '' };
  return { place: locator, load: quoted(locator) };
}

/** A word that sh reads back as exactly `text`; plain paths stay as they are. */
function quoted(text: string): string {
  return /^[\w./+:@%=,-]*$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}
