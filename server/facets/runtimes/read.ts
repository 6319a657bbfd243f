import type { FacetEvidence, Part } from '../../frames/evidence.ts';
import { partOf } from '../../frames/evidence.ts';
import type { FacetReading, Problem } from '../facet.ts';
import { nodeReading, partText, problemOf } from '../reading.ts';
import { modeOf } from './mode.ts';
import type { Runtime, RuntimeName, Runtimes } from './schema.ts';
import { readVersion, type Told } from './version.ts';

/** One program as the agent tells it. */
interface Program {
  name: string;
  path: string;
  text: string;
  serverText: string;
  facts: Map<string, string>;
}

interface Failure {
  reason: string;
  message: string;
}

/**
 * The agent's evidence. A program that is there and would not say its version fails the reading: with
 * an empty version it would look as if what was known before were gone.
 */
export function readRuntimes(evidence: FacetEvidence): FacetReading {
  if (evidence.outcome !== 'present') return nodeReading(evidence, null);
  const programs = programsOf(evidence.parts);
  const problems: Problem[] = [];
  const read = programs.map((program) => ({ program, told: readVersion(program.name, program.text) }));
  for (const { program, told } of read) {
    const failure = failureOf(program, told);
    if (failure) return { ...nodeReading(evidence, null, problems), ...failure };
  }
  const runtimes = read.flatMap(({ program, told }): Runtime[] => {
    const name = told ? told.name : nameOf(program.name);
    if (name === null || name === 'nvidia-toolkit' || (program.name === 'docker' && name === 'podman'))
      return [];
    return [runtimeOf(program, name, told)];
  });
  const toolkits = read.filter(({ told }) => told?.name === 'nvidia-toolkit');
  const facts: Runtimes = {
    kind: 'runtimes.node',
    runtimes: once(runtimes),
    nvidiaToolkit: toolkits[0]?.told?.version ?? '',
    dockerIsPodman: read.some(({ program, told }) => program.name === 'docker' && told?.name === 'podman'),
  };
  for (const { program, told } of read)
    if (!told && program.text.trim() !== '')
      problems.push(
        problemOf(
          'runtimes',
          program.path,
          `${program.name} --version`,
          1,
          program.text,
          'no version in this',
        ),
      );
  return nodeReading(evidence, facts, problems);
}

function programsOf(parts: Part[]): Program[] {
  const programs: Program[] = [];
  for (let index = 1; partOf(parts, `${index}`); index++) {
    const pairs = partText(parts, `${index}`)
      .split('\n')
      .map((line): [string, string] => {
        const at = line.indexOf('=');
        return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
      });
    const facts = new Map(pairs);
    programs.push({
      name: facts.get('name') ?? '',
      path: partText(parts, `${index}-path`),
      text: partText(parts, `${index}-version`),
      serverText: partText(parts, `${index}-server`),
      facts,
    });
  }
  return programs;
}

/** Statuses of timeout(1) and of a program that a signal ended. */
const TIMED_OUT = ['124', '137', '143'];

function failureOf({ name, path, facts, text }: Program, told: Told | null): Failure | null {
  const status = facts.get('rc') ?? '';
  if (TIMED_OUT.includes(status) || TIMED_OUT.includes(facts.get('server') ?? ''))
    return { reason: 'timeout', message: `${path} did not answer in time` };
  if (told || status === '') return null;
  const line = text.split('\n', 20).find((one) => one.trim() !== '') ?? '';
  return {
    reason: 'error',
    message: `${path || name} --version: exit status ${status}: ${line.trim().slice(0, 200)}`,
  };
}

/** Where no version could be had: a node image that is not running, or shifter, which has none. */
const NAMES: Record<string, RuntimeName> = {
  apptainer: 'apptainer',
  // Which of the three it is, only its version tells.
  singularity: 'singularity',
  podman: 'podman',
  docker: 'docker',
  'ch-run': 'charliecloud',
  enroot: 'enroot',
  sarus: 'sarus',
  shifter: 'shifter',
  udocker: 'udocker',
};

function nameOf(program: string): RuntimeName | null {
  return Object.hasOwn(NAMES, program) ? (NAMES[program] ?? null) : null;
}

function runtimeOf(program: Program, name: RuntimeName, told: Told | null): Runtime {
  const { facts, path, serverText } = program;
  const rights = { starter: facts.get('starter') ?? '', allow: facts.get('allow') ?? '' };
  return {
    name,
    version: told?.version ?? '',
    release: told?.release ?? '',
    path,
    inPath: facts.get('in-path') === 'yes',
    mode: modeOf(name, rights),
    ...(name === 'docker'
      ? serverOf(facts.get('server') ?? '', serverText)
      : { server: '', serverVersion: '' }),
  };
}

/** The agent says why it did not ask, or the exit status of asking. */
function serverOf(server: string, text: string): Pick<Runtime, 'server' | 'serverVersion'> {
  const version = /^\d[\w.+~-]{0,60}$/.exec(text.trim().split('\n', 1)[0] ?? '')?.[0];
  if (server === '0' && version) return { server: 'read', serverVersion: version };
  if (server === '') return { server: '', serverVersion: '' };
  if (server === 'permission' || /permission denied/i.test(text))
    return { server: 'permission', serverVersion: '' };
  return { server: server === 'none' ? 'none' : 'stopped', serverVersion: '' };
}

/** Apptainer also answers to `singularity`: the same runtime under its second name is left out. */
function once(runtimes: Runtime[]): Runtime[] {
  const seen = new Set<string>();
  return runtimes.filter((one) => {
    const folder = one.path.slice(0, one.path.lastIndexOf('/'));
    const key = JSON.stringify([
      one.name,
      one.version,
      one.release,
      one.name === 'apptainer' ? folder : one.path,
    ]);
    return seen.has(key) ? false : seen.add(key);
  });
}
