import { codeOf } from '../errors.ts';
import { ImageFile } from '../facets/images/schema.ts';
import type { Queryable } from '../store/database.ts';
import { NOWHERE } from '../verdict/facts.ts';
import { imageSubject } from '../verdict/imageSubject.ts';
import type { NodeGroup } from '../verdict/nodeGroup.ts';
import { platformOf } from '../verdict/rules/conda-subdir.ts';
import type { EnvironmentSubject, ImageSubject, Subject } from '../verdict/subject.ts';
import { findSubjects } from '../verdict/subjects.ts';
import type { InputReading } from './inputs/read.ts';

/** What is judged on some nodes: of a lock what it holds for their platform. */
export type SubjectOn = (group: NodeGroup) => Subject;

/** What there is to judge of an input on each group of nodes. Null where there is nothing. */
export async function subjectOn(db: Queryable, input: InputReading): Promise<SubjectOn | null> {
  const own = await subjectOf(db, input);
  if (own === null) return null;
  const others = new Map<string, Subject>();
  for (const [platform, requirements] of Object.entries(input.others ?? {})) {
    const subject = settled({ form: input.form, requirements });
    if (subject) others.set(platform, subject);
  }
  return ({ hardware }) => {
    const platform = hardware.state === 'present' ? platformOf(hardware.facts.architecture) : undefined;
    return (platform !== undefined && others.get(platform)) || own;
  };
}

/** An image, or an environment whose packages are settled. Null for all else. */
async function subjectOf(db: Queryable, input: InputReading): Promise<Subject | null> {
  const image = ImageFile.safeParse(input.image);
  // Of the same bytes somewhere more is known than their beginning says.
  const same = input.sha256 === '' ? null : await seenSubject(db, input.sha256);
  if (same) return same;
  if (image.success) return imageSubject(image.data, image.data.name, NOWHERE, null);
  const { requirements } = input;
  const [only, more] = requirements;
  if (only?.asked === 'apptainer' && more === undefined)
    return (await seenSubject(db, only.name)) ?? referenceSubject(only.name);
  return settled(input);
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

/** An environment that is solved: every package has its build. What their records ask of a machine is not in a list. */
function settled({
  requirements,
  form,
}: Pick<InputReading, 'requirements' | 'form'>): EnvironmentSubject | null {
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
      virtual: null,
    })),
    pip: pip.map(({ name, version }) => ({ name, version })),
    unreadable: 0,
  };
}
