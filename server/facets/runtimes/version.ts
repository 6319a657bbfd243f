import type { RuntimeName } from './schema.ts';

/** What a program says of itself. */
export interface Told {
  /** `nvidia-toolkit` is none of the runtimes. */
  name: RuntimeName | 'nvidia-toolkit';
  version: string;
  release: string;
}

/** Name as printed in front of ` version `; the longest first where one begins another. */
const BANNERS: [banner: string, name: Told['name']][] = [
  ['apptainer', 'apptainer'],
  ['singularity-ce', 'singularity-ce'],
  ['singularity-pro', 'singularity-pro'],
  ['singularitypro', 'singularity-pro'],
  ['singularity', 'singularity'],
  ['podman', 'podman'],
  ['docker', 'docker'],
  ['nvidia container toolkit cli', 'nvidia-toolkit'],
];

/** Programs that print the bare version, or whose version stands in their own text. */
const PROGRAMS: Record<string, Told['name']> = {
  // Only Singularity 2 prints no name.
  singularity: 'singularity',
  'ch-run': 'charliecloud',
  charliecloud: 'charliecloud',
  enroot: 'enroot',
  sarus: 'sarus',
  shifter: 'shifter',
  udocker: 'udocker',
  'nvidia-container-cli': 'nvidia-toolkit',
};

/**
 * Reads what `PROGRAM --version` printed. The name in the answer decides, for `singularity` may be
 * Apptainer and `docker` may be podman; `program` decides where the answer is a bare version. Warnings
 * may stand around it. Null when there is no version.
 */
export function readVersion(program: string, text: string): Told | null {
  const lines = text
    .slice(0, 20_000)
    .split('\n', 50)
    .map((line) => line.trim());
  for (const line of lines) {
    const at = line.search(/ version /i);
    const banner = at < 0 ? undefined : BANNERS.find(([name]) => name === line.slice(0, at).toLowerCase());
    const told = banner && numbers(line.slice(at + 9), banner[1]);
    if (told) return told;
  }
  const name = Object.hasOwn(PROGRAMS, program) ? PROGRAMS[program] : undefined;
  if (!name) return null;
  for (const line of lines) {
    const bare =
      /^(?:cli-version:|version:|(?:export )?(?:ENROOT_VERSION|__version__) ?=)? ?["']?(\d[\w.+~-]{0,60})["']?$/.exec(
        line,
      );
    const told = bare && numbers(bare[1] ?? '', name);
    if (told) return told;
  }
  return null;
}

/**
 * `1.2.5-1.el9`, `4.1.2-jammy`, `28.2.2, build e6534b4`: the version, and what a package put behind it.
 * Release candidates (`1.4.0-rc.1`) and commits (`1.3.0+66-g1234567`) belong to the version, and so
 * does the last number of SingularityPRO (`3.11-3`).
 */
function numbers(text: string, name: Told['name']): Told | null {
  const word = /^[\w.+~-]{1,80}/.exec(text)?.[0] ?? '';
  const version = (
    name === 'singularity-pro'
      ? /^\d+(?:\.\d+){1,3}(?:-\d+(?![\w.]))?/
      : /^\d+(?:\.\d+){0,3}(?:-(?:rc|alpha|beta)[.\d]*)?/
  ).exec(word)?.[0];
  // A development build may have nothing but its commit.
  if (version === undefined)
    return /^[0-9a-f]{7,40}$/.test(word) ? { name, version: word, release: '' } : null;
  const rest = word.slice(version.length);
  if (rest === '' || rest === '-dist') return { name, version, release: '' };
  // Debian's repacked sources: `20.10.24+dfsg1`.
  if (/^\+d(?:fsg|s)\d*$/.test(rest)) return { name, version, release: rest.slice(1) };
  if (!rest.startsWith('-')) return { name, version: word, release: '' };
  return { name, version, release: rest.slice(1) };
}
