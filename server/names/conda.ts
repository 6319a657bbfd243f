import { type AliasScope, firstRule, type Reading, type Rule } from './rule.ts';

export interface CondaRecord {
  name: string;
  version: string;
  build: string;
}

export interface CondaName {
  name: string;
  scopes: AliasScope[];
}

/** What a package of a conda environment is called. */
export const condaRules: readonly Rule<CondaRecord, CondaName>[] = [
  {
    name: 'pip-package',
    sentence:
      'A package that pip installed into the environment; PyPI folds case and takes -, _ and . for the same (PEP 503).',
    read: ({ name, build }) => (isPipBuild(build) ? { name: foldPython(name), scopes: ['pip'] } : null),
    examples: [
      ['conda', 'Torch 2.1.2 pypi_0', 'pytorch', '2.1.2', '', 'pypi_0'],
      ['conda', 'typing_extensions 4.8.0 pypi_0', 'typing-extensions', '4.8.0', '', 'pypi_0'],
      ['conda', 'graphviz 0.20.1 pypi_0', 'python-graphviz', '0.20.1', '', 'pypi_0'],
      ['conda', 'R 1.0 pypi_0', 'pypi:r', '1.0', '', 'pypi_0'],
    ],
    counterExamples: [['conda', 'graphviz 9.0.0 h2e5815a_0', 'the conda package is the program']],
  },
  {
    name: 'conda-python',
    sentence:
      "The build says it is a Python package (py39h..., pyhd8ed1ab_0), so its name is folded as PyPI's are (PEP 503).",
    read: ({ name, build }) => {
      if (!isPythonBuild(build) || vendored.has(name.toLowerCase())) return null;
      return { name: foldPython(name), scopes: ['python', 'conda'] };
    },
    examples: [
      ['conda', 'typing_extensions 4.8.0 pyha770c72_0', 'typing-extensions', '4.8.0', '', 'pyha770c72_0'],
      ['conda', 'mesa 2.1.1 pyhd8ed1ab_0', 'pypi:mesa', '2.1.1', '', 'pyhd8ed1ab_0'],
      ['conda', 'umi_tools 1.1.4 py39hf95cd2a_2', 'umi-tools', '1.1.4', '', 'py39hf95cd2a_2'],
      ['conda', 'python-dateutil 2.8.2 pyhd8ed1ab_0', 'python-dateutil', '2.8.2', '', 'pyhd8ed1ab_0'],
      ['conda', 'ruamel.yaml 0.17.32 py310h2372a71_0', 'ruamel-yaml', '0.17.32', '', 'py310h2372a71_0'],
      [
        'image',
        'quay.io/biocontainers/umi_tools:1.1.4--py39hf95cd2a_2',
        'umi-tools',
        '1.1.4',
        '',
        'py39hf95cd2a_2',
      ],
    ],
    counterExamples: [
      [
        'conda',
        'ruamel_yaml 0.15.100 py39h27cfd23_0',
        "conda's own old copy, another package than ruamel.yaml",
      ],
      ['conda', 'libgcc_mutex 0.1 main', 'no Python build'],
      ['conda', 'bcbio_tool 1.0 pl5321h6f7f691_0', 'a Perl build'],
    ],
  },
  {
    name: 'conda-r',
    sentence:
      "A package of R; its name holds letters, digits and dots, which Spack and conda's builds write as dashes too.",
    read: ({ name }) => {
      const folded = name.toLowerCase();
      return isRPackage(folded) && folded.includes('.') ? { name: foldR(name), scopes: ['conda'] } : null;
    },
    examples: [
      ['conda', 'r-data.table 1.14.8 r42h133d619_2', 'r-data-table', '1.14.8', '', 'r42h133d619_2'],
      [
        'conda',
        'bioconductor-org.hs.eg.db 3.17.0 r43hdfd78af_0',
        ...(['bioconductor-org-hs-eg-db', '3.17.0', '', 'r43hdfd78af_0'] as const),
      ],
    ],
    counterExamples: [
      ['conda', 'ruamel.yaml 0.17.32 py310h2372a71_0', 'a Python package'],
      ['conda', 'r-ggplot2 3.4.4 r43hc72bb7e_0', 'no dot'],
    ],
  },
  {
    name: 'conda-package',
    sentence: "A conda package's name is the tool, in lower case.",
    read: ({ name }) => ({ name, scopes: ['conda'] }),
    examples: [
      ['conda', 'samtools 1.17 h00cdaf9_0', 'samtools', '1.17', '', 'h00cdaf9_0'],
      ['conda', 'r-base 4.3.1 h93585b2_6', 'r', '4.3.1', '', 'h93585b2_6'],
      ['conda', 'r-ggplot2 3.4.4 r43hc72bb7e_0', 'r-ggplot2', '3.4.4', '', 'r43hc72bb7e_0'],
      ['conda', 'python 3.11.6 hab00c5b_0_cpython', 'python', '3.11.6', '', 'hab00c5b_0_cpython'],
      ['conda', 'blast 2.14.1 pl5321h6f7f691_0', 'blast+', '2.14.1', '', 'pl5321h6f7f691_0'],
    ],
    counterExamples: [['conda', 'numpy 1.26.0 pypi_0', 'installed by pip']],
  },
];

/** conda and mamba list what pip installed with build `pypi_0` (`<pip>` before conda 4.6). */
function isPipBuild(build: string): boolean {
  return /^pypi(?:_\d{1,3})?$/.test(build) || build === '<pip>';
}

/** `py39h27cfd23_0`, `py_0`, `pyhd8ed1ab_0`, `py3.9_0`: conda-build's first part for Python packages. */
function isPythonBuild(build: string): boolean {
  return /^py(?:_\d|h[0-9a-f]{6}|\d)/.test(build);
}

function isRPackage(name: string): boolean {
  return name.startsWith('r-') || name.startsWith('bioconductor-');
}

/** R's names hold no dashes, so that nothing else is merged. */
export function foldR(name: string): string {
  return name.toLowerCase().replaceAll('.', '-');
}

export function foldPython(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-');
}

/** Names that PEP 503 would merge with another package of the same channel. */
const vendored: ReadonlySet<string> = new Set(['ruamel_yaml']);

/** Reads a conda package record whose texts are one line each. */
export function readConda(record: CondaRecord): Reading | null {
  const fired = firstRule(condaRules, record);
  if (fired === null) return null;
  // Field by field: a spread costs more than all the rules, and a site has millions of packages.
  const { name, scopes } = fired.out;
  const { version, build } = record;
  return { name, version, variant: '', build, scopes, keys: [], rules: [fired.rule] };
}

/** A container that was made from a conda package is named by the rules for conda packages, its version kept as it is. */
export function asCondaPackage(reading: Reading): Reading {
  const { name, version, build } = reading;
  const fired = firstRule(condaRules, { name, version, build });
  // That every package has its own name says nothing new about a container.
  const rules = fired === null || fired.rule === 'conda-package' ? [] : [fired.rule];
  const { name: own, scopes } = fired?.out ?? reading;
  return {
    name: own,
    version,
    variant: reading.variant,
    build,
    scopes,
    keys: [],
    rules: [...reading.rules, ...rules],
  };
}
