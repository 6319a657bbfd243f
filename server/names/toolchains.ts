/**
 * What software was built with, as module names say it. EasyBuild's toolchain names are written
 * exactly so; compilers and MPI libraries appear in any case in names that people or Spack made.
 */
const easybuild: ReadonlySet<string> = new Set([
  // easybuild-framework, easybuild/toolchains/*.py, and those of CSCS, LUMI, Jülich and NeSI
  ...[
    'foss',
    'fosscuda',
    'intel',
    'intelcuda',
    'intel-para',
    'GCC',
    'GCCcore',
    'gcccuda',
    'gcccorecuda',
    'GNU',
  ],
  ...[
    'gompi',
    'gompic',
    'iimpi',
    'iimpic',
    'iompi',
    'iompic',
    'gfbf',
    'gofbf',
    'ifbf',
    'iofbf',
    'goolf',
    'goolfc',
  ],
  ...[
    'goalf',
    'gobff',
    'goblf',
    'golf',
    'golfc',
    'gomkl',
    'gomklc',
    'gmkl',
    'gmklc',
    'iimkl',
    'iimklc',
    'iomkl',
  ],
  ...[
    'iomklc',
    'iibff',
    'gimkl',
    'gimpi',
    'gimpic',
    'giolf',
    'giolfc',
    'gmacml',
    'gmpich',
    'gmpich2',
    'gmpit',
  ],
  ...['gmpolf', 'gmpflf', 'gmvapich2', 'gmvolf', 'gpsmpi', 'gpsmpic', 'gpsmkl', 'gpsolf', 'gqacml', 'gsmpi'],
  ...['gsolf', 'cgmpich', 'cgmpolf', 'cgmvapich2', 'cgmvolf', 'cgompi', 'cgoolf', 'iccifort', 'iccifortcuda'],
  ...['ictce', 'iiqmpi', 'impich', 'impmkl', 'ipsmpi', 'ipsmpic', 'iqacml', 'ismkl', 'intel-compilers'],
  ...['llvm-compilers', 'nvidia-compilers', 'rocm-compilers', 'lfbf', 'lfoss', 'lompi', 'ClangGCC', 'NVHPC'],
  ...[
    'nvofbf',
    'nvompi',
    'nvompic',
    'nvpsmpi',
    'nvpsmpic',
    'nvsmpi',
    'PGI',
    'pmkl',
    'pomkl',
    'pompi',
    'xlcxlf',
  ],
  ...[
    'xlmpich',
    'xlmpich2',
    'xlmvapich2',
    'xlompi',
    'Fujitsu',
    'FCC',
    'ffmpi',
    'aompi',
    'CrayCCE',
    'CrayGNU',
    'CrayIntel',
  ],
  ...['lmpich', 'lmpflf', 'lpsmpi', 'lpsflf', 'rompi'],
  ...['CrayPGI', 'CrayNVIDIA', 'cpeGNU', 'cpeCray', 'cpeAOCC', 'cpeAMD', 'cpeIntel', 'cpeNVIDIA'],
]);

const compilers: ReadonlySet<string> = new Set([
  ...[
    'gcc',
    'gnu',
    'intel',
    'icc',
    'ifort',
    'icx',
    'ifx',
    'oneapi',
    'dpcpp',
    'intel-oneapi',
    'clang',
    'llvm',
  ],
  ...[
    'apple-clang',
    'aocc',
    'rocmcc',
    'nvhpc',
    'nvidia',
    'pgi',
    'cce',
    'crayclang',
    'xl',
    'xl_r',
    'xlc',
    'arm',
    'nag',
  ],
  ...['fj', 'msvc', 'intel-oneapi-compilers', 'intel-oneapi-compilers-classic'],
]);

const mpis: ReadonlySet<string> = new Set([
  ...['openmpi', 'ompi', 'mpich', 'mpich2', 'mvapich', 'mvapich2', 'impi', 'intelmpi', 'intel-mpi', 'mpt'],
  ...['intel-oneapi-mpi', 'cray-mpich', 'spectrum-mpi', 'hpcx'],
]);

/** Compilers of GPUs: EasyBuild puts the version of the GPU's kit into theirs (`NVHPC-25.9-CUDA-12.9.1`). */
const kits: ReadonlyMap<string, string> = new Map([
  ['NVHPC', 'CUDA'],
  ['nvidia-compilers', 'CUDA'],
  ['rocm-compilers', 'ROCm'],
]);

/** The word that goes on a toolchain's version; '' for toolchains whose version is numbers alone. */
export function kitOf(toolchain: string): string {
  return kits.get(toolchain) ?? '';
}

/** GCC's toolchains of 2014 to 2019 name binutils as well: `GCC-4.9.3-2.25`, `GCC-8.2.0-2.31.1`. */
export function isBinutils(token: string): boolean {
  return /^2\.\d\d(?:\.\d)?$/.test(token);
}

export type ToolchainKind = 'easybuild' | 'compiler';

export interface ToolchainWord {
  kind: ToolchainKind;
  /** How many dash-separated tokens the word itself takes. */
  length: number;
  /** True when the version is part of the word: `gnu9.1`, `gcc8.3.1`. */
  versioned: boolean;
}

/** The toolchain word that begins at `tokens[at]`, longest first; null when there is none. */
export function toolchainAt(tokens: readonly string[], at: number): ToolchainWord | null {
  for (const length of [4, 3, 2, 1]) {
    if (at + length > tokens.length) continue;
    const word = length === 1 ? (tokens[at] ?? '') : tokens.slice(at, at + length).join('-');
    const kind = kindOf(word, tokens[at + length] ?? '');
    if (kind !== null) return { kind, length, versioned: false };
  }
  const inline = /^([A-Za-z]+)(\d[\d.]*)$/.exec(tokens[at] ?? '');
  if (inline === null || !isCompilerWord(inline[1] ?? '')) return null;
  return { kind: 'compiler', length: 1, versioned: true };
}

/** `intel` is an EasyBuild toolchain only with a toolchain's version (`2023a`, `2016.02`). */
function kindOf(word: string, following: string): ToolchainKind | null {
  if (word === 'intel' && !/^20\d\d(?:[ab]|\.\d\d$)/.test(following)) return 'compiler';
  if (easybuild.has(word)) return 'easybuild';
  return isCompilerWord(word) ? 'compiler' : null;
}

export function isCompilerWord(word: string): boolean {
  const folded = word.toLowerCase();
  return compilers.has(folded) || mpis.has(folded);
}

export function isMpiWord(word: string): boolean {
  return mpis.has(word.toLowerCase());
}

/** A whole path segment that says only what something was built with: `gcc`, `gcc-12.2.0`, `intel19`, `foss-2023a`. */
export function isToolchainSegment(segment: string): boolean {
  const tokens = segment.split('-', 8);
  const found = toolchainAt(tokens, 0);
  if (found === null) return false;
  return tokens.slice(found.length).every((token) => /^\d/.test(token));
}
