/** Words of field names that are not written in lower case. */
const WRITTEN: Record<string, string> = {
  abi: 'ABI',
  cpu: 'CPU',
  cpus: 'CPUs',
  gpu: 'GPU',
  gpus: 'GPUs',
  cvmfs: 'CVMFS',
  numa: 'NUMA',
  cuda: 'CUDA',
  os: 'OS',
  id: 'ID',
  uuid: 'UUID',
  mig: 'MIG',
  sha256: 'SHA-256',
  md5: 'MD5',
  url: 'URL',
  pip: 'pip',
  libc: 'libc',
  cgroup: 'cgroup',
  apparmor: 'AppArmor',
  selinux: 'SELinux',
  nvidia: 'NVIDIA',
  amd: 'AMD',
  oci: 'OCI',
  sif: 'SIF',
  x86: 'x86-64',
  modulepath: 'MODULEPATH',
  binfmt: 'binfmt',
  setuid: 'setuid',
  lmod: 'Lmod',
  pci: 'PCI',
  rocm: 'ROCm',
  gfx: 'gfx',
  glibc: 'glibc',
  isa: 'ISA',
  easybuild: 'EasyBuild',
  venvs: 'Virtual environments',
};

/** A field name as words: `cpuModel` is "CPU model", `memoryBytes` is "Memory". */
export function labelOf(field: string): string {
  const words = field
    .replace(/(Bytes|MiB)$/, '')
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[\s_.-]+/)
    .map((word) => WRITTEN[word.toLowerCase()] ?? word.toLowerCase());
  const [first = '', ...others] = words;
  const isWritten = Object.values(WRITTEN).includes(first);
  return [isWritten ? first : first.charAt(0).toUpperCase() + first.slice(1), ...others].join(' ');
}

/** How many bytes one stands for, of a number under this name; 0 when it counts something else. */
export function bytesPer(field: string): number {
  if (/(^b|B)ytes$/.test(field) || field === 'size') return 1;
  return field.endsWith('MiB') ? 1024 * 1024 : 0;
}
