import { foldPython } from '../../names/conda.ts';
import {
  nameConda,
  nameImageFile,
  nameImageReference,
  nameModule,
  type ToolName,
} from '../../names/index.ts';
import { parseReference } from '../../names/reference.ts';
import { type Requirement, type Said, type Unread, unreadAt } from '../requirement.ts';
import { parseCondaSpec } from '../versions/condaSpec.ts';
import { parsePipRequirement } from '../versions/pipRequirement.ts';

type Made = Requirement | Unread;

export const isRequirement = (made: Made): made is Requirement => 'tools' in made;

const NO_NAME = 'names no tool';

/** An installed or locked package of conda: version and build are known. */
export function condaPackage(
  at: Said,
  own: {
    name: string;
    version: string;
    build: string;
    channel: string;
    subdir: string;
    sha256: string;
    md5: string;
  },
): Made {
  const digest = own.sha256 === '' ? own.md5 && `conda-md5:${own.md5}` : `conda-sha256:${own.sha256}`;
  return conda(at, { ...own, constraint: '', digest });
}

export function condaSpec(at: Said, spec: string): Made {
  const found = parseCondaSpec(spec);
  return typeof found === 'string' ? unreadAt(at, found) : conda(at, { ...found, subdir: '' });
}

function conda(
  at: Said,
  own: {
    name: string;
    version: string;
    constraint: string;
    build: string;
    channel: string;
    subdir: string;
    digest: string;
  },
): Made {
  const { line, text } = at;
  const { name, version, constraint, build, channel, subdir, digest } = own;
  const plain = build.includes('*') ? '' : build;
  const named = nameConda({ name, version, build: plain });
  if (!named) return unreadAt(at, NO_NAME);
  const tools = [named.tool];
  // Where no build says that it is a package of Python, it may be called as those are (PEP 503).
  if (plain === '' && foldPython(name) !== name.toLowerCase()) {
    const python = nameConda({ name, version, build: 'pyhd8ed1ab_0' })?.tool ?? '';
    if (python !== '' && python !== named.tool) tools.push(python);
  }
  const more = { version, constraint, rules: 'conda', variant: '', build, digest, channel, subdir } as const;
  return { line, text: shown(text), asked: 'conda', name, tools, label: named.label, ...more };
}

/** A package that pip installed: its version is known. */
export function pipPackage(at: Said, own: { name: string; version: string }): Made {
  return pip(at, { ...own, constraint: '' });
}

export function pipRequirement(at: Said, text: string): Made {
  const found = parsePipRequirement(text);
  return typeof found === 'string' ? unreadAt(at, found) : pip(at, found);
}

function pip(
  at: Said,
  { name, version, constraint }: { name: string; version: string; constraint: string },
): Made {
  const { line, text } = at;
  const named = nameConda({ name, version, build: 'pypi_0' });
  if (!named) return unreadAt(at, NO_NAME);
  const more = {
    constraint,
    rules: 'pep440',
    variant: '',
    build: '',
    digest: '',
    channel: '',
    subdir: '',
  } as const;
  return {
    line,
    text: shown(text),
    asked: 'pip',
    name,
    tools: [named.tool],
    label: named.label,
    version,
    ...more,
  };
}

/** A module as `module load` takes it. */
export function moduleNamed(at: Said, fullName: string): Made {
  const named = nameModule(fullName);
  return named ? exact(at, 'module', fullName, named, '') : unreadAt(at, NO_NAME);
}

/** An image by a reference of any kind that Apptainer, podman or docker take. */
export function imageNamed(at: Said, reference: string): Made {
  const name = withoutFolder(reference);
  const named = nameImageReference(name);
  if (!named) return unreadAt(at, NO_NAME);
  const { digest } = parseReference(name);
  const hex = /^sha256:([0-9a-f]{64})$/.exec(digest)?.[1];
  return exact(at, 'apptainer', reference, named, hex === undefined ? '' : `oci-manifest:${hex}`);
}

/** Endings of image files that Apptainer, Singularity and enroot run. */
const IMAGE_FILE = /\.(?:sif|simg|img|sqsh|squashfs|sqfs)$/i;

/** A path of an image on some cluster: by its ending, or in a repository of CernVM-FS, where images are folders. */
export function isImagePath(text: string): boolean {
  if (!text.startsWith('/') || text.length > 1000 || /[\s$`*?"'<>|;&]/.test(text)) return false;
  return IMAGE_FILE.test(text) || text.startsWith('/cvmfs/');
}

/** An image by where it lies on some cluster. What it is the cluster tells that has it; until then its name does. */
export function imageAt(at: Said, path: string): Requirement {
  const clean = path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '');
  const none = { tool: '', label: '', version: '', variant: '', build: '', rule: '' };
  const named = nameImageFile(clean.slice(clean.lastIndexOf('/') + 1)) ?? none;
  return { ...exact(at, 'apptainer', clean, named, ''), path: clean };
}

/** Galaxy's depot has plain files, whose addresses end as references do. */
function withoutFolder(reference: string): string {
  const depot = /^https:\/\/depot\.galaxyproject\.org\/singularity\/(.+)$/.exec(reference);
  return depot ? `quay.io/biocontainers/${depot[1]}` : reference;
}

export function exact(
  { line, text }: Said,
  asked: 'module' | 'apptainer' | 'spack',
  name: string,
  named: ToolName,
  digest: string,
): Requirement {
  const { tool, label, version, variant, build } = named;
  const more = { constraint: '', rules: 'conda', digest, channel: '', subdir: '' } as const;
  return { line, text: shown(text), asked, name, tools: [tool], label, version, variant, build, ...more };
}

const shown = (text: string) => text.trim().slice(0, 300);
