import type { Package, RPackage } from './schema.ts';

/**
 * Names of CRAN's and Bioconductor's packages in conda (r-name, bioconductor-name), which fold case; for records that do
 * not say what they left.
 */
const OF_CONDA = /^(?:r|bioconductor)-(.+)$/;

/**
 * What R itself installed into its library, from lines `folder, version, priority` parted by tabs. What conda's packages
 * brought is theirs (`left`, as `R/<package>`), and packages of priority `base` are R.
 */
export function rPackagesOf(
  text: string,
  packages: readonly Package[],
  left: ReadonlySet<string>,
): RPackage[] {
  const owned = new Set(packages.flatMap(({ name }) => OF_CONDA.exec(name)?.[1]?.toLowerCase() ?? []));
  const found = new Map<string, RPackage>();
  for (const line of text.split('\n')) {
    const [name = '', version = '', priority = ''] = line.split('\t').map((cell) => cell.trim());
    // R's own rules: letters, digits and dots, at least two, and a version of numbers.
    if (!/^[A-Za-z][A-Za-z0-9.]+$/.test(name) || !/^\d+(?:[.-]\d+)+$/.test(version)) continue;
    const isOwned = left.has(`R/${name}`) || owned.has(name.toLowerCase());
    if (priority !== 'base' && !isOwned) found.set(name, { name, version });
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}
