import type { EvidenceItem, Mount } from '../../frames/evidence.ts';
import { partText } from '../reading.ts';
import { parseDefinition } from './definition.ts';
import { elfArchitecture } from './elf.ts';
import { baseName } from './file.ts';
import { groupedLabelsOf } from './labels.ts';
import type { Sandbox } from './schema.ts';
import { jsonOf } from './values.ts';

/** Where cvmfs_ducc unpacks an image: under the digest of its configuration (cvmfs/cvmfs, ducc/docker-api/util.go). */
const FLAT = /(?:^|\/)\.flat\/([0-9a-f]{2})\/(\1[0-9a-f]{62})\/?$/;

/** An unpacked image: the agent's mark, and the files that Apptainer and Singularity leave in it. */
export function readSandbox(item: EvidenceItem, mount: Mount): Sandbox {
  return {
    kind: 'images.sandbox',
    name: baseName(item.path),
    marker: partText(item.parts, 'sandbox').startsWith('singularity.d') ? 'singularity.d' : 'tree',
    architecture: elfArchitecture(partText(item.parts, 'elf')),
    writable: !isReadOnly(mount),
    configDigest: FLAT.exec(partText(item.parts, 'link'))?.[2] ?? '',
    definition: parseDefinition(partText(item.parts, 'Singularity')),
    labels: groupedLabelsOf(jsonOf(partText(item.parts, 'labels.json'))),
  };
}

/** File systems that nobody on a node can write to. CVMFS is a FUSE file system whose source is cvmfs2. */
function isReadOnly(mount: Mount): boolean {
  return (
    mount.source === 'cvmfs2' ||
    ['cvmfs', 'fuse.cvmfs2', 'squashfs', 'erofs', 'iso9660'].includes(mount.fstype)
  );
}
