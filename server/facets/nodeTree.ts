import { gunzipSync } from 'node:zlib';
import { textOf } from '../frames/text.ts';
import type { NativeInput } from './facet.ts';

/** Files of a node's /proc and /sys by their path without the leading slash. */
export type NodeTree = Map<string, Buffer>;

/** Unpacked bytes that are looked at: the tree of a machine with hundreds of processors has some 30 MB. */
const LARGEST = 256 * 1024 * 1024;

const trees = new WeakMap<Uint8Array, NodeTree | null>();

/**
 * A copy of /proc and /sys as a folder, as a tar archive, or as a compressed one, with or without one
 * folder around it (util-linux' tests/ts/lscpu/mk-input.sh makes such). Null when it is none.
 */
export function nodeTree(input: NativeInput): NodeTree | null {
  const first = input.files[0];
  if (!first) return null;
  const known = trees.get(first.bytes);
  if (known !== undefined && input.files.length === 1) return known;
  const files = input.files.length > 1 ? input.files : archived(first.bytes);
  const tree = files && treeOf(files);
  if (input.files.length === 1) trees.set(first.bytes, tree);
  return tree;
}

function archived(bytes: Buffer): NativeInput['files'] | null {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? unpacked(bytes) : bytes;
  return plain && plain.toString('latin1', 257, 262) === 'ustar' ? tarFiles(plain) : null;
}

function unpacked(bytes: Buffer): Buffer | null {
  try {
    return gunzipSync(bytes, { maxOutputLength: LARGEST });
  } catch {
    return null;
  }
}

const BLOCK = 512;

/**
 * The plain files of a tar archive (tar(5)) whose paths fit into its headers, as those of /proc and /sys do. Ends
 * quietly where it is cut.
 */
function tarFiles(bytes: Buffer): NativeInput['files'] {
  const files: NativeInput['files'] = [];
  for (let at = 0; at + BLOCK <= bytes.length; ) {
    const text = (from: number, to: number) => {
      const field = bytes.subarray(at + from, at + to);
      const end = field.indexOf(0);
      return field.toString('utf8', 0, end < 0 ? field.length : end);
    };
    const size = Number.parseInt(text(124, 136).trim() || '0', 8);
    if (bytes[at] === 0 || !Number.isSafeInteger(size) || size < 0) break;
    const start = at + BLOCK;
    const prefix = text(345, 500);
    const path = prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`;
    if (/^0?$/.test(text(156, 157)) && start + size <= bytes.length)
      files.push({ path, bytes: bytes.subarray(start, start + size) });
    at = start + Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

function treeOf(files: NativeInput['files']): NodeTree | null {
  const paths = files.map((one) => one.path.replace(/^(?:\.?\/)+/, ''));
  const place = paths.find((path) => /(?:^|\/)proc\/cpuinfo$/.test(path));
  if (place === undefined) return null;
  const top = place.slice(0, -'proc/cpuinfo'.length);
  const tree: NodeTree = new Map();
  files.forEach((file, at) => {
    const path = paths[at] ?? '';
    // A name that an archive repeats is the file as it was before.
    if (path.startsWith(top) && !tree.has(path.slice(top.length)))
      tree.set(path.slice(top.length), file.bytes);
  });
  return tree;
}

/** The text of a file of the tree; '' when it is not there. */
export function treeText(tree: NodeTree, path: string): string {
  const bytes = tree.get(path);
  return bytes ? textOf(bytes).replace(/\0+$/, '') : '';
}
