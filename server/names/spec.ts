import { unprefix } from './ecosystems.ts';
import type { Reading, Rule } from './rule.ts';

/** An installed package of Spack. */
export interface SpackRecord {
  name: string;
  version: string;
  /** `gcc@12.2.0`, or '' where nothing was compiled or the database does not say. */
  compiler: string;
  /** The DAG hash, whole or its beginning. */
  hash: string;
}

/** What Spack's database says of a package. */
export const spackRules: readonly Rule<SpackRecord, Reading>[] = [
  {
    name: 'spack-spec',
    sentence: "A package of Spack's database: compiler and DAG hash are the build.",
    read: ({ name, version, compiler, hash }) => {
      const build = [compiler.replace('@', '-'), hash].filter((part) => part !== '').join('-');
      return {
        name,
        version,
        variant: '',
        build,
        scopes: ['spack', 'module'],
        keys: [],
        rules: ['spack-spec'],
      };
    },
    examples: [
      ['spec', 'samtools@1.17%gcc@12.2.0/k4wz7qa', 'samtools', '1.17', '', 'gcc-12.2.0-k4wz7qa'],
      ['spec', 'py-torch@2.1.2%gcc@12.2.0/abcdefg', 'pytorch', '2.1.2', '', 'gcc-12.2.0-abcdefg'],
      ['spec', 'intel-oneapi-mkl@2023.1.0/abcdefg', 'mkl', '2023.1.0', '', 'abcdefg'],
      ['spec', 'zlib', 'zlib', '', '', ''],
    ],
    counterExamples: [['module', 'samtools/1.17', "a module's name"]],
  },
];

/** Reads an installed package of Spack whose texts are one line each. */
export function readSpack(record: SpackRecord): Reading | null {
  const reading = spackRules[0]?.read(record) ?? null;
  return reading === null ? null : unprefix(reading);
}

/** `name@version%compiler@version/hash`, as `spack find` and spack.readthedocs.io write it; variants are skipped. */
export function parseSpec(text: string): SpackRecord {
  const slash = text.lastIndexOf('/');
  const hash = slash < 0 ? '' : (/^[a-z0-9]*/.exec(text.slice(slash + 1))?.[0] ?? '');
  const spec = slash < 0 ? text : text.slice(0, slash);
  const [own = '', built = ''] = spec.split('%', 2);
  const [name = '', version = ''] = word(own).split('@', 2);
  return { name, version: version.replace(/^=/, ''), compiler: word(built).replace('@=', '@'), hash };
}

/** Up to the variants: `+mpi`, `~cuda`, `build_system=autotools`. */
function word(text: string): string {
  return /^[^\s+~^]*/.exec(text.trim())?.[0] ?? '';
}
