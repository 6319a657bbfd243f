/**
 * What names a row among the rows of its document, by kind. Rows of one key are paired in their order when neither
 * is found unchanged; kinds that have one row need none.
 */
export const rowKeys: Record<string, string[]> = {
  'conda.environment': ['name'],
  'conda.lock': ['name', 'subdir'],
  'conda.listing': ['path'],
  'conda.needs': ['name', 'spec'],
  'cvmfs.repository': ['name'],
  'easybuild.software': ['name', 'version', 'toolchain', 'toolchainVersion', 'suffix'],
  'gpus.node': ['model'],
  'images.contents': ['manager', 'name'],
  'modules.tree': ['fullName'],
  'packages.node': ['name', 'architecture'],
  'runtimes.node': ['name', 'path'],
  'scheduler.moment': ['name'],
  'scheduler.nodes': ['name'],
  'scheduler.partitions': ['name'],
  'scheduler.states': ['name'],
  'spack.store': ['hash'],
  'venvs.environment': ['name'],
};
