import { type BilledKind, isBilled } from './billedKinds.ts';
import { type Assembly, type Beside, once } from './component.ts';
import { condaEnvironment, condaInstallation } from './kinds/conda.ts';
import { image, imageContents } from './kinds/images.ts';
import { moduleTree } from './kinds/modules.ts';
import { drivers, kernel, operatingSystem, runtimes, systemPackages } from './kinds/node.ts';
import { spackStore } from './kinds/spack.ts';
import { venv } from './kinds/venv.ts';

const KINDS: Record<BilledKind, (facts: unknown, beside: Beside) => Assembly | null> = {
  'os.node': operatingSystem,
  'kernel.node': kernel,
  'gpus.node': drivers,
  'runtimes.node': runtimes,
  'packages.node': systemPackages,
  'images.file': image,
  'images.sandbox': image,
  'images.stored': image,
  'images.contents': imageContents,
  'modules.tree': moduleTree,
  'spack.store': spackStore,
  'conda.installation': condaInstallation,
  'conda.environment': condaEnvironment,
  'venvs.environment': venv,
};

/** What a document says of software. One of a form that an older version wrote is there, and made of what nobody knows. */
export function assemblyOf(kind: string, facts: unknown, beside: Beside): Assembly {
  const made = isBilled(kind) ? KINDS[kind](facts, beside) : null;
  if (!made) return { subject: { type: 'platform', name: beside.name }, parts: [], aggregate: 'unknown' };
  return { ...made, parts: once(made.parts) };
}
