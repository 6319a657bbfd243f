import { randomBytes } from 'node:crypto';
import { shellWord } from '../../agent/bundle.ts';
import type { JobSettings } from '../../inventory/jobSettings.ts';

/** Where Slurm lies when a session without a profile does not find it. */
const USUAL = [
  '/opt/slurm/bin',
  '/opt/slurm/current/bin',
  '/usr/local/slurm/bin',
  '/cm/shared/apps/slurm/current/bin',
];

/** Quoted for any login shell: bash, csh and fish agree on words in single quotes. */
const word = (text: string) => shellWord(text);

/**
 * The command that starts a script on a node, and what it reads. srun passes its standard input on to the shell on the
 * node; sbatch takes the script itself and writes to a file that both nodes see, which is printed and removed.
 */
export function jobCommand(
  node: string,
  job: JobSettings,
  script: string,
  { visitSeconds, searchPath = [] }: { visitSeconds: number; searchPath?: readonly string[] | undefined },
): { command: string; input: string } {
  const path = `PATH="$PATH":${[...searchPath, ...USUAL].map(word).join(':')}`;
  const name = `gazetteer-${randomBytes(6).toString('hex')}`;
  const options = optionsOf(node, job, name);
  if (job.start === 'srun') {
    // --mpi=none: no library for parallel programs is set up. --chdir: the home may not be there.
    const more = [`--immediate=${Math.ceil(job.waitSeconds)}`, '--mpi=none', '/bin/sh', '-s'];
    return {
      command: ['exec env', path, 'srun', ...[...options, ...more].map(word)].join(' '),
      input: script,
    };
  }
  const out = `${job.folder}/${name}.out`;
  const words = [
    '/bin/sh',
    '-c',
    BATCH,
    'sh',
    out,
    name,
    String(Math.max(1, Math.floor(visitSeconds) - 1)),
    ...options,
  ];
  return { command: ['exec env', path, ...words.map(word)].join(' '), input: `#!/bin/sh\n${script}` };
}

/**
 * $1 is the file of the output, $2 the name of the job, $3 the seconds after which it is taken back: sshd does not hand
 * on signals to root. A program in the background has no input but the one named.
 */
const BATCH = [
  'out=$1; name=$2; left=$3; shift 3',
  'trap \'scancel --quiet --name="$name"; kill "$job"; rm -f "$out"; exit 143\' HUP INT TERM',
  '(while [ "$left" -gt 0 ]; do sleep 1; left=$((left - 1)); done; kill -TERM $$) <&- >/dev/null 2>&1 & watch=$!',
  'exec 3<&0',
  'sbatch --quiet --wait --output="$out" --error=/dev/null "$@" <&3 >/dev/null & job=$!',
  'wait "$job"',
  'rc=$?; kill "$watch" 2>/dev/null; cat "$out"; rm -f "$out"; exit "$rc"',
].join('; ');

function optionsOf(node: string, job: JobSettings, name: string): string[] {
  const said = (option: string, value: string) => (value === '' ? [] : [`--${option}=${value}`]);
  return [
    '--nodes=1',
    '--ntasks=1',
    `--nodelist=${node}`,
    `--job-name=${name}`,
    `--time=${Math.ceil(job.minutes)}`,
    '--chdir=/',
    ...said('mem', job.memory),
    ...said('account', job.account),
    ...said('partition', job.partition),
    ...said('qos', job.qos),
    ...said('reservation', job.reservation),
    ...said('gres', job.gres),
  ];
}
