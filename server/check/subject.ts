import { codeOf } from '../errors.ts';
import { askKey } from '../facets/conda/lockRows.ts';
import { ImageFile } from '../facets/images/schema.ts';
import type { Queryable } from '../store/database.ts';
import { NOWHERE } from '../verdict/facts.ts';
import { imageSubject } from '../verdict/imageSubject.ts';
import type { NodeGroup } from '../verdict/nodeGroup.ts';
import { platformOf } from '../verdict/rules/conda-subdir.ts';
import type { EnvironmentSubject, ImageSubject, Subject } from '../verdict/subject.ts';
import { findSubjects } from '../verdict/subjects.ts';
import type { InputReading } from './inputs/read.ts';
import type { Requirement } from './requirement.ts';

/** What is judged on some nodes. */
export type SubjectOn = (group: NodeGroup) => Subject;

/** So many images of one input are judged. */
const MOST_IMAGES = 20;

export interface ToJudge {
  subjects: SubjectOn[];
  /** Images beyond those that are judged. */
  left: number;
}

/** What there is to judge of an input on each group of nodes: its images, and an environment whose packages are settled. */
export async function subjectsOn(db: Queryable, input: InputReading): Promise<ToJudge> {
  const own = await fileSubject(db, input);
  if (own) return { subjects: [() => own], left: 0 };
  const images = new Map(
    input.requirements.filter(({ asked }) => asked === 'apptainer').map((one) => [one.name, one]),
  );
  const subjects: SubjectOn[] = [];
  for (const one of [...images.values()].slice(0, MOST_IMAGES)) {
    const image = { ...(await imageAsked(db, one, input.documents?.get(one.name) ?? '')), name: one.name };
    subjects.push(() => image);
  }
  const environment = environmentOn(input);
  if (environment) subjects.push(environment);
  return { subjects, left: Math.max(0, images.size - MOST_IMAGES) };
}

/** Of a lock what it holds for the platform of the nodes. */
function environmentOn(input: InputReading): SubjectOn | null {
  const own = settled(input);
  if (own === null) return null;
  const others = new Map<string, Subject>();
  for (const [platform, requirements] of Object.entries(input.others ?? {})) {
    const subject = settled({ ...input, requirements });
    if (subject) others.set(platform, subject);
  }
  return ({ hardware }) => {
    const platform = hardware.state === 'present' ? platformOf(hardware.facts.architecture) : undefined;
    return (platform !== undefined && others.get(platform)) || own;
  };
}

/** The image that the input itself is. */
async function fileSubject(db: Queryable, input: InputReading): Promise<Subject | null> {
  // Of the same bytes somewhere more is known than their beginning says.
  const same = input.sha256 === '' ? null : await seenSubject(db, input.sha256);
  if (same) return same;
  const image = ImageFile.safeParse(input.image);
  return image.success ? imageSubject(image.data, image.data.name, NOWHERE, null) : null;
}

async function imageAsked(db: Queryable, { name, digest }: Requirement, document: string): Promise<Subject> {
  const hex = document || digest.slice(digest.indexOf(':') + 1);
  const same = hex === '' ? null : await seenSubject(db, hex);
  return same ?? (await seenSubject(db, name)) ?? referenceSubject(name);
}

/** The image of that name that was seen somewhere: more is known of it than its name says. */
async function seenSubject(db: Queryable, reference: string): Promise<Subject | null> {
  try {
    return (await findSubjects(db, reference)).subjects.find((one) => one.kind === 'image') ?? null;
  } catch (error) {
    if (codeOf(error) === 'not-found') return null;
    throw error;
  }
}

/** All that its name says: images of biocontainers are built for one architecture. */
export function referenceSubject(reference: string): ImageSubject {
  const isBiocontainer =
    /(?:quay\.io\/biocontainers|depot\.galaxyproject\.org\/singularity|^biocontainers)\//.test(reference);
  return {
    ...NOWHERE,
    kind: 'image',
    name: reference,
    form: 'stored',
    engine: 'registry',
    architectures: isBiocontainer ? ['amd64'] : [],
    variant: '',
    encryption: 'none',
    labels: null,
    settings: null,
    inside: null,
  };
}

/** An environment that is solved: every package has its build. What records ask of a machine is in locks, and in no list. */
function settled({
  requirements,
  form,
  asks,
}: Pick<InputReading, 'requirements' | 'form' | 'asks'>): EnvironmentSubject | null {
  const conda = requirements.filter((one) => one.asked === 'conda');
  if (
    conda.length === 0 ||
    conda.some((one) => one.version === '' || one.build === '' || one.build.includes('*'))
  )
    return null;
  const pip = requirements.filter((one) => one.asked === 'pip');
  return {
    ...NOWHERE,
    kind: 'environment',
    name: form,
    packages: conda.map(({ name, version, build, subdir }) => ({
      name,
      version,
      build,
      subdir,
      virtual: asks?.get(askKey({ name, version, build, subdir })) ?? null,
    })),
    pip: pip.map(({ name, version }) => ({ name, version })),
    unreadable: 0,
  };
}
