import { askKey } from '../facets/conda/lockRows.ts';
import { ImageFile } from '../facets/images/schema.ts';
import type { Queryable } from '../store/database.ts';
import { NOWHERE } from '../verdict/facts.ts';
import { imageSubject } from '../verdict/imageSubject.ts';
import type { NodeGroup } from '../verdict/nodeGroup.ts';
import { platformOf } from '../verdict/rules/conda-subdir.ts';
import type { EnvironmentSubject, ImageSubject, Subject } from '../verdict/subject.ts';
import { imagesNamed } from '../verdict/subjects.ts';
import type { InputReading } from './inputs/read.ts';
import { RecordsSeen } from './recordsSeen.ts';
import type { Requirement } from './requirement.ts';

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
  const { asks, notes } = asksOf(input, await records);
  const environment = environmentOn({ ...input, asks });
  if (environment) subjects.push(environment);
  return { subjects, left: Math.max(0, images.size - MOST_IMAGES), notes };
}

/** Records of all packages that an input names, for whatever platform. */
export const recordsOf = (db: Queryable, { requirements, others = {} }: InputReading): Promise<RecordsSeen> =>
  RecordsSeen.of(db, [requirements, ...Object.values(others)].flat());

/** What records ask of the machine: as the input says it, and of the other packages as it was read anywhere. */
function asksOf(
  input: InputReading,
  seen: RecordsSeen,
): { asks: NonNullable<InputReading['asks']>; notes: string[] } {
  const told = input.asks ?? new Map();
  if (settled(input) === null) return { asks: told, notes: [] };
  const all = [input.requirements, ...Object.values(input.others ?? {})].flat();
  const conda = new Map(
    all.filter(({ asked }) => asked === 'conda').map((one) => [askKey(one), one] as const),
  );
  const open = [...conda].filter(([key]) => !told.has(key)).map(([, one]) => one);
  if (open.length === 0) return { asks: told, notes: [] };
  const found = new Map(
    open.flatMap((one) => {
      const asks = seen.asksOf(one);
      return asks ? [[askKey(one), asks] as const] : [];
    }),
  );
  return { asks: new Map([...told, ...found]), notes: [seenNote(open, found)] };
}

const NAMES = 8;

function seenNote(open: Requirement[], seen: ReadonlyMap<string, unknown>): string {
  const left = open.filter((one) => !seen.has(askKey(one))).map(({ name }) => name);
  const what = 'What packages ask of the machine (__glibc and the like) is not in the input';
  const from = `and is taken from collected environments that have the same package: ${open.length - left.length} of ${open.length}`;
  if (left.length === 0) return `${what}, ${from}.`;
  const more = left.length > NAMES ? ` and ${left.length - NAMES} more` : '';
  return `${what}, ${from}. Not known of ${left.slice(0, NAMES).join(', ')}${more}.`;
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

/** An environment that is solved: every package has its build. */
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
