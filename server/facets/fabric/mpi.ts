/**
 * `srun --mpi=list`. Slurm up to 21.08 logs `srun: MPI types are...` and a line for each, before 18.08 as
 * `mpi/pmi2`; from 22.05 on it prints `MPI plugin types are...`, indented names, and the versions of PMIx in a
 * line of their own. Sorted; null when the text is something else.
 */
export function readMpiTypes(text: string): string[] | null {
  const lines = text.split('\n').map((line) => line.replace(/^\s*(?:srun:)?\s*/, '').trimEnd());
  const at = lines.findIndex((line) => /^MPI (?:plugin )?types are\.{3}$/.test(line));
  if (at < 0) return null;
  const types = new Set<string>();
  for (const line of lines.slice(at + 1)) {
    const versions = /^specific pmix plugin versions available: (.*)$/.exec(line)?.[1];
    for (const word of (versions ?? line).split(',')) {
      const type = word.trim().replace(/^mpi\//, '');
      if (/^[a-z][\w-]{0,40}$/.test(type)) types.add(type);
    }
  }
  return [...types].sort();
}

/** Slurm's plugins by the names of their files, each ended by a slash; `none` is built in, or a plugin as well. */
export function mpiPlugins(text: string): string[] {
  const names = text.split('\n').flatMap((line) => /^mpi_([a-z][\w-]{0,40})\.so\/$/.exec(line)?.[1] ?? []);
  return [...new Set([...names, 'none'])].sort();
}
