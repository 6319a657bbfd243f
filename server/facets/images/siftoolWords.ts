import type { ImageObject } from './schema.ts';

/** Names that siftool gives types, file systems and so on (sylabs/sif, pkg/sif/sif.go), as we give them. */
export const TYPES: Record<string, ImageObject['type']> = {
  'Def.FILE': 'definition',
  'Env.Vars': 'environment',
  'JSON.Labels': 'labels',
  FS: 'partition',
  Signature: 'signature',
  'JSON.Generic': 'json',
  'Generic/Raw': 'generic',
  'Cryptographic Message': 'message',
  SBOM: 'sbom',
  'OCI.RootIndex': 'oci-index',
  'OCI.Blob': 'oci-blob',
};

export const FILE_SYSTEMS: Record<string, string> = {
  Squashfs: 'squashfs',
  Ext3: 'ext3',
  Archive: 'archive',
  Raw: 'raw',
  'Encrypted squashfs': 'encrypted-squashfs',
  'Gocryptfs squashfs': 'gocryptfs-squashfs',
};

export const USES: Record<string, string> = {
  System: 'system',
  '*System': 'primary',
  Data: 'data',
  Overlay: 'overlay',
};

/** `SHA-256` since version 2, `SHA256` before; `BLAKE2s-256` as Go's crypto package has it, `BLAKE2S` before. */
export function hashWord(text: string): string {
  const word = text.toLowerCase().replace('sha-', 'sha').replace('-256', '');
  return ['sha256', 'sha384', 'sha512', 'blake2s', 'blake2b'].includes(word) ? word : 'unknown';
}

/** Words of siftool 1 (pkg/sif/fmt.go), in Singularity 3.0 to 3.8, and those of version 2 for the same. */
export const OLD_FIELDS: Record<string, string> = {
  Launch: 'Launch Script',
  Arch: 'Primary Architecture',
  Ctime: 'Created At',
  Mtime: 'Modified At',
  'Created on': 'Created At',
  'Modified on': 'Modified At',
  'Container id': 'ID',
  Dtotal: 'Descriptors Total',
};

export const OLD_DESCRIBED: Record<string, string> = {
  Datatype: 'Data Type',
  Groupid: 'Group ID',
  Link: 'Linked ID',
  Fileoff: 'Offset',
  Filelen: 'Size',
  Fstype: 'Filesystem Type',
  Parttype: 'Partition Type',
  Arch: 'Architecture',
  Hashtype: 'Hash Type',
  Fmttype: 'Format Type',
};
