import { NOTHING_KNOWN } from './nothingKnown.ts';
import type { ImageFile } from './schema.ts';
import type { ByteSource } from './source.ts';
import { corrupt, type FileReading, truncated } from './unreadable.ts';
import { timeOf } from './values.ts';

const LAUNCH = Buffer.from('run-singularity\n', 'latin1');
const HEAD = 2048;

/**
 * Images of Singularity 2: a squashfs or ext3 file system, perhaps behind the line
 * "#!/usr/bin/env run-singularity" (apptainer, pkg/image/squashfs.go and ext3.go).
 */
export function readLegacy(source: ByteSource, name: string): FileReading {
  const head = source.read(0, Math.min(HEAD, source.size ?? HEAD)) ?? Buffer.alloc(0);
  if (head.length === 0) return corrupt('the file is empty');
  const launch = head.subarray(0, 128).indexOf(LAUNCH);
  const start = launch === -1 ? 0 : launch + LAUNCH.length;
  const line = launch === -1 ? '' : head.subarray(0, start).toString('latin1').trimEnd();
  const body = head.subarray(start);
  const found = squashfs(body) ?? ext3(body);
  if (!found) {
    if (launch !== -1) return corrupt('no file system after the launch line');
    return /\.(sif|simg)$/i.test(name)
      ? corrupt('neither SIF nor squashfs nor ext3')
      : { reason: 'unrecognised', message: 'neither SIF nor squashfs nor ext3' };
  }
  const { needs, ...facts } = found;
  if (source.size !== null && start + needs > source.size) {
    return truncated(`the file system needs ${start + needs} bytes, the file has ${source.size}`);
  }
  return { ...NOTHING_KNOWN, name, launch: line, size: source.size, ...facts };
}

type Found = Pick<ImageFile, 'format' | 'formatVersion' | 'created' | 'uuid'> & { needs: number };

/** Superblock of squashfs 4 (Linux, Documentation/filesystems/squashfs.rst and fs/squashfs/squashfs_fs.h). */
function squashfs(bytes: Buffer): Found | null {
  if (bytes.length < 96 || bytes.toString('latin1', 0, 4) !== 'hsqs') return null;
  const [major, minor] = [bytes.readUInt16LE(28), bytes.readUInt16LE(30)];
  const used = Number(bytes.readBigUInt64LE(40));
  return {
    format: 'squashfs',
    formatVersion: `${major}.${minor}`,
    created: timeOf(BigInt(bytes.readUInt32LE(8))),
    uuid: '',
    needs: major === 4 ? used : 0,
  };
}

/** Superblock of ext3, 1024 bytes in (Linux, Documentation/filesystems/ext4/super.rst). */
function ext3(bytes: Buffer): Found | null {
  if (bytes.length < 1400 || bytes.readUInt16LE(1080) !== 0xef53) return null;
  const HAS_JOURNAL = 0x4;
  const KNOWN_INCOMPATIBLE = 0x2 | 0x4 | 0x10;
  const KNOWN_READ_ONLY = 0x1 | 0x2 | 0x4;
  if ((bytes.readUInt32LE(1024 + 92) & HAS_JOURNAL) === 0) return null;
  if ((bytes.readUInt32LE(1024 + 96) & ~KNOWN_INCOMPATIBLE) !== 0) return null;
  if ((bytes.readUInt32LE(1024 + 100) & ~KNOWN_READ_ONLY) !== 0) return null;
  const block = 1024 * 2 ** Math.min(bytes.readUInt32LE(1024 + 24), 6);
  const hex = bytes.toString('hex', 1024 + 104, 1024 + 120);
  return {
    format: 'ext3',
    formatVersion: '',
    created: bytes.readUInt32LE(1024 + 264) === 0 ? '' : timeOf(BigInt(bytes.readUInt32LE(1024 + 264))),
    uuid: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    needs: bytes.readUInt32LE(1024 + 4) * block,
  };
}
