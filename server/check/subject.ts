import { ImageFile } from '../facets/images/schema.ts';
import type { Queryable } from '../store/database.ts';
import { NOWHERE } from '../verdict/facts.ts';
import { imageSubject } from '../verdict/imageSubject.ts';
import type { NodeGroup } from '../verdict/nodeGroup.ts';
import type { ImageSubject, Subject } from '../verdict/subject.ts';
import { imagesNamed } from '../verdict/subjects.ts';
import { environmentOn, recordsOf } from './environmentOn.ts';
import type { InputReading } from './inputs/read.ts';
import type { RecordsSeen } from './recordsSeen.ts';

/** What is judged on some nodes. */
export type SubjectOn = (group: NodeGroup) => Subject;

/** So many images of one input are judged. */
const MOST_IMAGES = 20;

export interface ToJudge {
  subjects: SubjectOn[];
  /** Images beyond those that are judged. */
  left: number;
  /** What they are judged by, for a person. */
  notes: string[];
}

/** What there is to judge of an input on each group of nodes: its images, and an environment whose packages are settled. */
export async function subjectsOn(
  db: Queryable,
  input: InputReading,
  records: Promise<RecordsSeen> = recordsOf(db, input),
): Promise<ToJudge> {
  const own = await fileSubject(db, input);
  if (own) return { subjects: [() => own], left: 0, notes: [] };
  const images = new Map(
    input.requirements.filter(({ asked }) => asked === 'apptainer').map((one) => [one.name, one]),
  );
  const judged = [...images.values()].slice(0, MOST_IMAGES).map((one) => ({
    name: one.name,
    // What it is surest known by first.
    keys: [input.documents?.get(one.name) ?? '', one.digest.slice(one.digest.indexOf(':') + 1), one.name],
  }));
  const seen = await imagesNamed(
    db,
    judged.flatMap(({ keys }) => keys),
  );
  const subjects = judged.map(({ name, keys }): SubjectOn => {
    const known = keys.map((key) => seen.get(key)).find((one) => one !== undefined);
    const image = { ...(known ?? referenceSubject(name)), name };
    return () => image;
  });
  const { on, notes } = environmentOn(input, await records);
  if (on) subjects.push(on);
  return { subjects, left: Math.max(0, images.size - MOST_IMAGES), notes };
}

/** The image that the input itself is. */
async function fileSubject(db: Queryable, input: InputReading): Promise<Subject | null> {
  // Of the same bytes somewhere more is known than their beginning says.
  const same = input.sha256 === '' ? undefined : (await imagesNamed(db, [input.sha256])).get(input.sha256);
  if (same) return same;
  const image = ImageFile.safeParse(input.image);
  return image.success ? imageSubject(image.data, image.data.name, NOWHERE, null) : null;
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
