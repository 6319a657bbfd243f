/** Kinds of documents that tell of software, in the order in which a cluster's bill lists them. */
export const billedKinds = [
  'os.node',
  'kernel.node',
  'gpus.node',
  'runtimes.node',
  'packages.node',
  'images.file',
  'images.sandbox',
  'images.stored',
  'images.contents',
  'modules.tree',
  'spack.store',
  'conda.installation',
  'conda.environment',
  'venvs.environment',
] as const;

export type BilledKind = (typeof billedKinds)[number];

export const isBilled = (kind: string): kind is BilledKind => kinds.has(kind);

const kinds: ReadonlySet<string> = new Set(billedKinds);
