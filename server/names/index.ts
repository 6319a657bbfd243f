export interface ToolName {
  tool: string;
  label: string;
  version: string;
  variant: string;
  build: string;
  /** Name of the rule that decided, for explanations. */
  rule: string;
}

/** A module's full name as its system prints it: `bio/SAMtools/1.17-GCC-12.2.0`, `samtools/1.17`. */
export function nameModule(_fullName: string): ToolName | null {
  return null;
}

/** A conda package record. */
export function nameConda(_record: { name: string; version: string; build: string }): ToolName | null {
  return null;
}

/** An image reference (`quay.io/biocontainers/samtools:1.17--h00cdaf9_0`, `ubuntu:22.04`, with or without @digest). */
export function nameImageReference(_reference: string): ToolName | null {
  return null;
}

/** The base name of an image file or sandbox folder (`samtools_1.17.sif`, `depot.galaxyproject.org-singularity-samtools-1.17--h00cdaf9_0.img`). */
export function nameImageFile(_name: string): ToolName | null {
  return null;
}
