/**
 * Folders that sort modules and say nothing about the tool. EasyBuild's module classes, the levels
 * of common hierarchies, and words that sites use for their own category folders.
 */
export const categories: ReadonlySet<string> = new Set([
  // EasyBuild: `eb --show-default-moduleclasses`
  ...['base', 'ai', 'astro', 'bio', 'cae', 'chem', 'compiler', 'data', 'dataset', 'debugger', 'devel'],
  ...['geo', 'ide', 'lang', 'lib', 'math', 'mpi', 'numlib', 'perf', 'quantum', 'phys', 'system'],
  ...['toolchain', 'tools', 'vis'],
  // sites
  ...['all', 'core', 'app', 'apps', 'application', 'applications', 'software', 'soft', 'packages'],
  ...[
    'bioinfo',
    'bioinformatics',
    'biology',
    'genomics',
    'biocontainers',
    'chemistry',
    'physics',
    'astronomy',
  ],
  ...[
    'compilers',
    'cmplr',
    'cmplrs',
    'comp',
    'debuggers',
    'language',
    'languages',
    'libs',
    'libraries',
    'library',
    'numeric',
    'mathematics',
  ],
  ...[
    'tool',
    'utils',
    'utilities',
    'utility',
    'viz',
    'visualization',
    'visualisation',
    'imaging',
    'statistics',
  ],
  ...[
    'bioinfo-tools',
    'biosciences',
    'ngs',
    'neuroimaging',
    'neuroscience',
    'climate',
    'materials',
    'simulation',
    'profiling',
    'performance',
    'perftools',
    'scientific',
    'science',
    'sci',
    'general',
    'misc',
    'extra',
    'extras',
    'contrib',
    'community',
    'editors',
    'buildtools',
    'build-tools',
    'datasets',
    'graphics',
    'deprecated',
    'legacy',
    'experimental',
    'unsupported',
    'development',
    'engineering',
    'cfd',
    'containers',
    'container',
    'ml',
    'machinelearning',
  ],
]);

/** Words that point at whatever is newest. Two things that are both `latest` have no version in common. */
export const pointers: ReadonlySet<string> = new Set(['latest', 'default', 'current']);

/** Branches: they move too, but tell the thing apart from a release, so they stay visible as a variant. */
export const branches: ReadonlySet<string> = new Set([
  ...[
    'main',
    'master',
    'develop',
    'devel',
    'dev',
    'nightly',
    'edge',
    'stable',
    'testing',
    'unstable',
    'trunk',
    'head',
  ],
]);

/** Last parts of image paths that name a role, not a tool: `group/project/base`. */
export const roleNames: ReadonlySet<string> = new Set([
  ...[
    'app',
    'base',
    'build',
    'builder',
    'ci',
    'client',
    'container',
    'containers',
    'core',
    'cpu',
    'dev',
    'devel',
  ],
  ...[
    'docker',
    'env',
    'environment',
    'full',
    'gpu',
    'image',
    'images',
    'main',
    'production',
    'release',
    'stable',
    'runtime',
    'server',
  ],
  ...[
    'singularity',
    'apptainer',
    'test',
    'tool',
    'tools',
    'web',
    'worker',
    'workflow',
    'pipeline',
    'default',
  ],
]);

/**
 * Prefixes that Nextflow and nf-core put before a biocontainer's name when they flatten a URL into a
 * file name (every '/' and ':' becomes '-').
 */
export const flattenedPrefixes: readonly string[] = [
  'depot.galaxyproject.org-singularity-',
  'quay.io-biocontainers-',
  'docker.io-biocontainers-',
  'community.wave.seqera.io-library-',
  'oras.community.wave.seqera.io-library-',
  'biocontainers-',
  'singularity-',
];

/** Account names of registries, to tell the account from the tool in a flattened file name. */
export const accounts: readonly string[] = [
  ...[
    'broadinstitute',
    'biocontainers',
    'staphb',
    'nfcore',
    'nf-core',
    'library',
    'nvidia',
    'google',
    'rocker',
  ],
  ...[
    'continuumio',
    'condaforge',
    'mambaorg',
    'tensorflow',
    'bioconductor',
    'ensemblorg',
    'ezlabgva',
    'quay.io',
  ],
];
