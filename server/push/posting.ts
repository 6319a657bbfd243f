/** One node's part of a post: what its agent printed. */
export interface PostedNode {
  node: string;
  output: Buffer;
  /** Seconds from when its agent ran until the post was made; 0 where the sender does not say. */
  age: number;
}

const FIRST = 'gazetteer-push 1\n';

const LINE = /^@node ([A-Za-z0-9][A-Za-z0-9._-]{0,62}) ([0-9]{1,12})(?: ([0-9]{1,9}))?$/;

/** Nodes of one post; each is a visit. */
const MOST_NODES = 2000;

/**
 * Takes a post apart: a line `gazetteer-push 1`, then for each node a line `@node NAME BYTES AGE` (the age may be
 * left out), so many bytes and a newline. Text says what is wrong with it.
 */
export function readPost(body: Buffer): PostedNode[] | string {
  if (body.subarray(0, FIRST.length).toString('latin1') !== FIRST)
    return 'the first line has to be "gazetteer-push 1"';
  const found: PostedNode[] = [];
  const seen = new Set<string>();
  let at = FIRST.length;
  while (at < body.length) {
    const end = body.indexOf('\n', at);
    const line = body.subarray(at, end < 0 ? body.length : Math.min(end, at + 200)).toString('latin1');
    const [, node, length, age = '0'] = LINE.exec(line) ?? [];
    if (end < 0 || node === undefined)
      return `at byte ${at}: expected "@node NAME BYTES AGE", found ${JSON.stringify(line.slice(0, 80))}`;
    const from = end + 1;
    const to = from + Number(length);
    if (to >= body.length || body[to] !== 0x0a)
      return `${node}: ${length} bytes and a newline were announced, and did not come`;
    if (seen.has(node)) return `${node} is there twice`;
    if (found.length >= MOST_NODES) return `more than ${MOST_NODES} nodes`;
    seen.add(node);
    found.push({ node, output: body.subarray(from, to), age: Number(age) });
    at = to + 1;
  }
  return found.length > 0 ? found : 'it holds no node';
}
