import type { Provider } from '../facets/facet.ts';

/** What kind of thing a tool is, as far as its name and those who offer it tell; their order is their number. */
export const CATEGORIES = ['program', 'library', 'python', 'r', 'perl', 'system'] as const;
export type Category = (typeof CATEGORIES)[number];

/** The prefixes are conda's, and server/names gives them to what other ecosystems offer. */
const BY_NAME: [prefix: RegExp, category: Category][] = [
  [/^(?:r|bioconductor)-/, 'r'],
  [/^perl-/, 'perl'],
  [/^lib[a-z0-9]/, 'library'],
];

/** Names of libraries that do not begin with lib, and are on most clusters. */
const LIBRARIES: ReadonlySet<string> = new Set(
  'zlib bzip2 xz zstd openssl ncurses readline boost fftw hdf5 netcdf netcdf-fortran netcdf-cxx4 gsl openblas lapack scalapack blas mkl eigen gmp mpfr mpc glib cairo pango pcre pcre2 expat freetype fontconfig harfbuzz sqlite curl icu ucx hwloc pmix openmpi mpich mvapich2 intel-mpi cuda cudnn nccl petsc slepc trilinos metis parmetis scotch suitesparse superlu hypre protobuf abseil arrow htslib jasper proj geos gdal tbb'.split(
    ' ',
  ),
);

/** conda-build's first part for Python packages, and what conda lists of pip. */
const PYTHON_BUILD = /^(?:py(?:_\d|h[0-9a-f]{6}|\d)|pypi_)/;

/** Of one tool, by everything that offers it. */
export function categoryOf(tool: string, offered: Iterable<{ provider: Provider; build: string }>): Category {
  const named = BY_NAME.find(([prefix]) => prefix.test(tool))?.[1];
  if (named !== undefined) return named;
  if (LIBRARIES.has(tool)) return 'library';
  let onlySystem = true;
  for (const { provider, build } of offered) {
    if (provider === 'venv' || (provider === 'conda' && PYTHON_BUILD.test(build))) return 'python';
    if (provider !== 'system') onlySystem = false;
  }
  return onlySystem ? 'system' : 'program';
}

export const categoryNumber = (category: Category): number => CATEGORIES.indexOf(category);
