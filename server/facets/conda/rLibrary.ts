import type { Package, RPackage } from './schema.ts';

/** Names of CRAN's and Bioconductor's packages in conda (r-name, bioconductor-name), which fold case. */
const OF_CONDA = /^(?:r|bioconductor)-(.+)$/;

/**
 * What R itself installed into its library, from lines `folder, version, priority` parted by tabs. What conda's packages
 * brought is theirs, and packages of priority `base` are R.
 */
export function rPackagesOf(text: string, packages: readonly Package[]): RPackage[] {
  const owned = new Set(packages.flatMap(({ name }) => OF_CONDA.exec(name)?.[1]?.toLowerCase() ?? []));
  const found = new Map<string, RPackage>();
  for (const line of text.split('\n')) {
    const [name = '', version = '', priority = ''] = line.split('\t').map((cell) => cell.trim());
    // R's own rules: letters, digits and dots, at least two, and a version of numbers.
    if (!/^[A-Za-z][A-Za-z0-9.]+$/.test(name) || !/^\d+(?:[.-]\d+)+$/.test(version)) continue;
    if (priority !== 'base' && !owned.has(name.toLowerCase())) found.set(name, { name, version });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
