import type { Adapter } from '../../facets/fabric/schema.ts';
import { type Fact, factOf, sourceOf } from '../facts.ts';
import { type Mpi, type MpiName, mpisOf, reaches } from '../needs/mpi.ts';
import type { NodeGroup } from '../nodeGroup.ts';
import type { Finding, Rule } from '../rule.ts';
import type { ImageSubject } from '../subject.ts';
import { majorOf } from '../versions.ts';

/** The MPI in an image against the interconnect and the launcher of the nodes. */
export const mpi: Rule = {
  name: 'mpi',
  sentence: "The MPI in the image can use the nodes' interconnect and be started by the batch system.",
  cases: [
    'No MPI in it: nothing to say.',
    'InfiniBand and RoCE want UCX or libibverbs in the image, Omni-Path PSM2 or libfabric, Slingshot libcxi, EFA its libfabric.',
    'Without them: yes with a note, since messages go over TCP.',
    'srun starts Open MPI from 5 on by pmix, Open MPI before by pmix or pmi2, MPICH, MVAPICH and Intel MPI by pmi2 or pmix.',
    'srun has none of these: yes with a note, since the image then starts on one node only or by an mpirun of the host.',
    'Both are there: yes.',
  ],
  unknown:
    "The adapters or srun's types. What is in the image, where it was not looked into: rule libc-kernel and others say so.",
  sources: [
    'Open MPI documentation: launching with Slurm (PMIx only, from 5.0 on)',
    'MPICH documentation: process managers (PMI-1, PMI-2, PMIx)',
    'Apptainer user guide: MPI applications (hybrid and bind models)',
  ],
  judge: (subject, group) => {
    if (subject.kind !== 'image') return [];
    const found = mpisOf(subject);
    if (found.length === 0) return [];
    if (group.fabric.state !== 'present') {
      const why = group.fabric.state === 'unknown' ? group.fabric.why : 'there is none';
      const message = `The image brings ${named(found)}; the interconnect is not known: ${why}.`;
      return [{ answer: 'unknown', message, facts: found.map((one) => one.fact) }];
    }
    const { adapters, mpiTypes } = group.fabric.facts;
    const source = sourceOf(group.fabric);
    return [
      onNetwork(subject, found, adapters, group),
      ...found.map((one) => byLauncher(one, mpiTypes, source)),
    ];
  },
};

function named(found: Mpi[]): string {
  return found.map((one) => `${one.name} ${one.version}`).join(', ');
}

function onNetwork(image: ImageSubject, found: Mpi[], adapters: Adapter[] | null, group: NodeGroup): Finding {
  const mpis: Fact[] = found.map((one) => one.fact);
  if (adapters === null) {
    return {
      answer: 'unknown',
      message: `The image brings ${named(found)}; the adapters are not known.`,
      facts: mpis,
    };
  }
  const fast = [...new Set(adapters.map((one) => one.network))].filter(
    (one) => one !== '' && one !== 'software',
  );
  const facts = [...mpis, factOf('interconnect', fast.join(', ') || 'none', sourceOf(group.fabric))];
  const [network] = fast;
  if (network === undefined) {
    return {
      answer: 'yes',
      message: `${named(found)} finds no interconnect that it would need a driver for.`,
      facts,
    };
  }
  const used = fast.map((one) => reaches(image, one)).find((one) => one !== undefined);
  if (used)
    return {
      answer: 'yes',
      message: `${used.name} in the image reaches ${fast.join(', ')}.`,
      facts: [...facts, used.fact],
    };
  const message = `Nothing found in the image reaches ${fast.join(', ')}: messages of ${named(found)} go over TCP.`;
  return { answer: 'note', message, facts };
}

/** What srun --mpi has to take. */
function typesFor({ name, version }: Mpi): string[] {
  const both: Record<MpiName, string[]> = {
    'Open MPI': majorOf(version) >= 5 ? ['pmix'] : ['pmix', 'pmi2'],
    MPICH: ['pmi2', 'pmix', 'cray_shasta'],
    MVAPICH: ['pmi2', 'pmix'],
    'Intel MPI': ['pmi2', 'pmix'],
  };
  return both[name];
}

function byLauncher(found: Mpi, types: string[] | null, source: ReturnType<typeof sourceOf>): Finding {
  const what = `${found.name} ${found.version}`;
  if (types === null) {
    return { answer: 'unknown', message: `How srun would start ${what} is not known.`, facts: [found.fact] };
  }
  const facts = [found.fact, factOf('types of srun --mpi', types.join(', ') || 'none', source)];
  const wanted = typesFor(found);
  const type = wanted.find((one) => types.some((own) => own === one || own.startsWith(`${one}_`)));
  if (type) return { answer: 'yes', message: `srun --mpi=${type} starts ${what}.`, facts };
  const message = `srun does not offer ${wanted.join(' or ')}: ${what} starts on one node, or by an mpirun of the host.`;
  return { answer: 'note', message, facts };
}
