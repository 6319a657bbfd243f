/**
 * A reader of SIF of its own, for ground truth: the table of descriptors as `siftool list` prints it, written
 * from the layout alone (sylabs/sif, pkg/sif) and sharing nothing with server/facets/images.
 */
const TYPE =
  'Def.FILE Env.Vars JSON.Labels FS Signature JSON.Generic Generic/Raw Message SBOM OCI.RootIndex OCI.Blob';
const ARCH = 'unknown 386 amd64 arm arm64 ppc64 ppc64le mips mipsle mips64 mips64le s390x riscv64 loong64';
const FS = ' Squashfs Ext3 Archive Raw Encrypted';
const USE = ' System *System Data Overlay';
const HASH = ' SHA-256 SHA-384 SHA-512';
const SBOM = ' cyclonedx-json cyclonedx-xml github-json spdx-json';
const of = (words: string, at: number): string => words.split(' ')[at] ?? '?';

const text = (bytes: Buffer): string => (bytes.toString('latin1').split('\0')[0] ?? '').trim();

/** `truth` is the index' sentence on the image, from which the first line is made. */
export function sifLines(bytes: Buffer, truth: string): string[] {
  const [, arch = '', used = '', total = '', launch = ''] =
    /^primary arch (\S+); (\d+) descriptors of (\d+); launch (.*)$/.exec(truth) ?? [];
  const hex = bytes.toString('hex', 48, 64);
  const uuid = /[1-9a-f]/.test(hex) ? hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-') : '';
  const lines: string[] = [];
  const table = Number(bytes.readBigUInt64LE(96));
  for (let slot = 0; slot < Number(bytes.readBigUInt64LE(88)); slot += 1) {
    const one = bytes.subarray(table + slot * 585, table + (slot + 1) * 585);
    if (one[4] === 1) lines.push(line(one));
  }
  if (lines.length !== Number(used)) lines.push(`the index says ${used} descriptors`);
  return [`${arch} of ${total} ${launch === 'NUL' ? '' : launch} ${uuid}`, ...lines];
}

function line(one: Buffer): string {
  const [id, group, link] = [one.readUInt32LE(5), one.readUInt32LE(9), one.readUInt32LE(13)];
  const [start, size] = [one.readUInt32LE(17), one.readUInt32LE(25)];
  const type = one.readInt32LE(0) - 0x4001;
  const extra = one.readInt32LE(201);
  const partition = `${of(FS, extra)}/${of(USE, one.readInt32LE(205))}/${of(ARCH, Number(text(one.subarray(209, 212))))}`;
  const shown: Record<number, string> = {
    3: `FS (${partition})`,
    4: `Signature (${of(HASH, extra)})`,
    7: `Cryptographic Message (${extra === 1 ? 'OpenPGP' : 'PEM'})`,
    8: `SBOM (${of(SBOM, extra)})`,
  };
  const linked = link === 0 ? 'NONE' : link >= 0xf0000000 ? `${link - 0xf0000000}(G)` : `${link}`;
  const member = group === 0xf0000000 || group === 0 ? 'NONE' : group - 0xf0000000;
  return `${id}|${member}|${linked}|${start}-${start + size}|${shown[type] ?? of(TYPE, type)}`;
}
