/** What the numbers in a SIF file mean: github.com/sylabs/sif and apptainer/sif, pkg/sif/sif.go and arch.go. */

/** Header and partitions carry the architecture as two digits; the names are those of `uname -m`. */
const ARCHITECTURES: Record<string, string> = {
  '01': 'i686',
  '02': 'x86_64',
  '03': 'arm',
  '04': 'aarch64',
  '05': 'ppc64',
  '06': 'ppc64le',
  '07': 'mips',
  '08': 'mipsel',
  '09': 'mips64',
  '10': 'mips64el',
  '11': 's390x',
  '12': 'riscv64',
  '13': 'loongarch64',
};

/** `00` and anything later than this table is `unknown`. */
export function architectureOf(code: string): string {
  return ARCHITECTURES[code] ?? 'unknown';
}

const OBJECT_TYPES = [
  'definition',
  'environment',
  'labels',
  'partition',
  'signature',
  'json',
  'generic',
  'message',
  'sbom',
  'oci-index',
  'oci-blob',
] as const;
const FIRST_TYPE = 0x4001;

export type ObjectType = (typeof OBJECT_TYPES)[number] | 'unknown';

export function objectTypeOf(code: number): ObjectType {
  return OBJECT_TYPES[code - FIRST_TYPE] ?? 'unknown';
}

/** The last is Apptainer's alone. */
const FILE_SYSTEMS = ['', 'squashfs', 'ext3', 'archive', 'raw', 'encrypted-squashfs', 'gocryptfs-squashfs'];
const PARTITION_USES = ['', 'system', 'primary', 'data', 'overlay'];
const HASHES = ['', 'sha256', 'sha384', 'sha512', 'blake2s', 'blake2b'];
const SBOM_FORMATS = [
  '',
  'cyclonedx-json',
  'cyclonedx-xml',
  'github-json',
  'spdx-json',
  'spdx-rdf',
  'spdx-tag-value',
  'spdx-yaml',
  'syft-json',
];
const MESSAGE_FORMATS = ['', 'openpgp', 'pem'];

const named = (names: string[], code: number): string => names[code] || 'unknown';

export const fileSystemOf = (code: number): string => named(FILE_SYSTEMS, code);
export const partitionUseOf = (code: number): string => named(PARTITION_USES, code);
export const hashOf = (code: number): string => named(HASHES, code);
export const sbomFormatOf = (code: number): string => named(SBOM_FORMATS, code);
export const messageFormatOf = (code: number): string => named(MESSAGE_FORMATS, code);

/** File systems whose content nobody can read without a key. */
export const isEncrypted = (fileSystem: string | undefined): boolean =>
  fileSystem === 'encrypted-squashfs' || fileSystem === 'gocryptfs-squashfs';
