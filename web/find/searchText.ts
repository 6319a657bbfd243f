/** What somebody looks for: a tool, and perhaps a version. */
export interface Sought {
  tool: string;
  version: string;
}

/**
 * Reads `samtools`, `samtools 1.17`, and the ways package managers write it: `samtools/1.17`,
 * `samtools=1.17`, `samtools==1.17`, `samtools@1.17`, `samtools:1.17`.
 */
export function readSearch(text: string): Sought {
  const trimmed = text.trim().replace(/^(module load|conda install|ml) +/i, '');
  const found = /^(\S.*?)(?: *(?:==?|[/@:]) *| +v?(?=[0-9]))(v?[0-9]\S*)$/.exec(trimmed);
  if (!found) return { tool: trimmed, version: '' };
  return { tool: (found[1] ?? '').trim(), version: (found[2] ?? '').replace(/^v(?=[0-9])/, '') };
}

export function writeSearch({ tool, version }: Sought): string {
  return version === '' ? tool : `${tool} ${version}`;
}
