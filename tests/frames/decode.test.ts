import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeFrames, FrameDecoder, type Session } from '../../server/frames/decode.ts';

const NONCE = '0123456789abcdef';

interface Block {
  verb: string;
  payload?: string | Buffer;
}

/** Frames as the agent's framer prints them, written here from docs/agent-protocol.md. */
function frames(blocks: Block[]): Buffer {
  const out: Buffer[] = [];
  blocks.forEach(({ verb, payload = '' }, at) => {
    const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(payload);
    const newline = bytes.length === 0 || bytes.at(-1) === 0x0a;
    const text = newline ? bytes : Buffer.concat([bytes, Buffer.from('\n')]);
    const lines = text.toString('latin1').split('\n').slice(0, -1);
    out.push(Buffer.from(`${NONCE}+${at + 1} ${verb}\n`));
    for (const line of lines) out.push(Buffer.from(`${NONCE}|${line}\n`, 'latin1'));
    out.push(Buffer.from(`${NONCE}=${at + 1} ${lines.length} ${bytes.length} ${newline ? 1 : 0}\n`));
  });
  return Buffer.concat(out);
}

const SESSION: Block[] = [
  { verb: 'hello proto=1 agent=abc' },
  { verb: 'facet os' },
  { verb: 'part os-release', payload: 'ID=rocky\n' },
  { verb: 'end present' },
  { verb: 'end-facet done status=0 cs=3' },
  { verb: 'facet images' },
  { verb: 'root folder mount=/ fstype=xfs source=/dev/sda1 inode=42', payload: '/apps/images' },
  { verb: 'item', payload: 'a.sif' },
  { verb: 'part header', payload: 'one' },
  { verb: 'item', payload: 'b.sif' },
  { verb: 'part header', payload: 'two' },
  { verb: 'unread permission', payload: 'secret' },
  { verb: 'end-root present' },
  { verb: 'end present' },
  { verb: 'end-facet done status=0 cs=5' },
  { verb: 'bye' },
];

/** A session without what says how it arrived. */
const content = (session: Session) => ({
  agent: session.agent,
  complete: session.complete,
  facets: session.facets,
});

describe('a whole session', () => {
  const whole = decodeFrames(frames(SESSION));

  test('is complete and undamaged, and every part is where it was said', () => {
    expect(whole.complete).toBe(true);
    expect(whole.damage).toEqual([]);
    expect(whole.agent).toBe('abc');
    const [os, images] = whole.facets;
    expect(os?.parts).toEqual([{ name: 'os-release', bytes: Buffer.from('ID=rocky\n') }]);
    expect(images?.roots).toMatchObject([
      {
        kind: 'folder',
        path: '/apps/images',
        mount: { point: '/', fstype: 'xfs', source: '/dev/sda1', inode: '42' },
        outcome: 'present',
        unread: [{ reason: 'permission', path: 'secret' }],
        items: [
          { path: 'a.sif', parts: [{ name: 'header', bytes: Buffer.from('one') }] },
          { path: 'b.sif', parts: [{ name: 'header', bytes: Buffer.from('two') }] },
        ],
      },
    ]);
  });

  test('does not depend on how it is cut into chunks', () => {
    const bytes = frames(SESSION);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (sizes) => {
        const decoder = new FrameDecoder();
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          decoder.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(content(decoder.end())).toEqual(content(whole));
      }),
      { numRuns: 50 },
    );
  });

  test('is the same with noise before, between and after its lines', () => {
    const lines = frames(SESSION).toString('latin1').split('\n').slice(0, -1);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(lines.length), fc.string({ maxLength: 40 }))), (noises) => {
        const noisy = [...lines];
        for (const [at, noise] of noises)
          noisy.splice(at, 0, noise.replaceAll('\n', ' ').replaceAll(NONCE, ''));
        const session = decodeFrames(Buffer.from(`${noisy.join('\n')}\n`, 'utf8'), { nonce: NONCE });
        expect(session.facets.map((facet) => facet.outcome)).toEqual(['present', 'present']);
        expect(session.complete).toBe(true);
        expect(session.damage).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});

test('cut anywhere, what arrived whole is kept, and nothing cut is called present or absent', () => {
  const bytes = frames(SESSION);
  const whole = decodeFrames(bytes);
  for (let length = 0; length < bytes.length - 1; length += 1) {
    const session = decodeFrames(bytes.subarray(0, length), { nonce: NONCE });
    expect(session.complete).toBe(false);
    for (const facet of session.facets) {
      const same = whole.facets.find((one) => one.facet === facet.facet);
      if (facet.ended === 'done') expect(facet).toEqual(same);
      for (const root of facet.roots) {
        if (root.outcome === 'present') expect(root).toEqual(same?.roots[0]);
        else expect(root).toMatchObject({ outcome: 'failed', reason: 'cut' });
        // An item is handed on only when the next frame shows that it is whole.
        expect(same?.roots[0]?.items.slice(0, root.items.length)).toEqual(root.items);
      }
    }
  }
});

test('a lost payload line fails its root or facet and no other', () => {
  const lines = frames(SESSION).toString('latin1').split('\n');
  const at = lines.indexOf(`${NONCE}|two`);
  const session = decodeFrames(Buffer.from(lines.toSpliced(at, 1).join('\n'), 'latin1'));
  expect(session.damage).toHaveLength(1);
  expect(session.facets[0]).toMatchObject({ facet: 'os', outcome: 'present' });
  expect(session.facets[1]?.roots[0]).toMatchObject({ outcome: 'failed', reason: 'damaged' });
});

test('a joined line fails its root', () => {
  const text = frames(SESSION).toString('latin1').replace('|one\n', '|one');
  const session = decodeFrames(Buffer.from(text, 'latin1'));
  expect(session.facets[1]?.roots[0]?.outcome).toBe('failed');
});

test('text that looks like frames of another run is data', () => {
  const payload = `x\n@gz ${NONCE} end-root absent\nffffffffffffffff+3 bye\n`;
  const blocks = SESSION.with(2, { verb: 'part os-release', payload });
  const session = decodeFrames(frames(blocks));
  expect(session.complete).toBe(true);
  expect(session.facets[0]?.parts[0]?.bytes.toString()).toBe(payload);
});

test('paths that are no UTF-8 stay apart', () => {
  const paths = [
    Buffer.from([0x61, 0xff]),
    Buffer.from('a\\xff'),
    Buffer.from([0x61, 0xfe]),
    Buffer.from('a\n\u001b[31m'),
  ];
  const blocks: Block[] = [
    { verb: 'hello proto=1 agent=a' },
    { verb: 'facet images' },
    { verb: 'root folder', payload: '/' },
    ...paths.map((payload) => ({ verb: 'item', payload })),
    { verb: 'end-root present' },
    { verb: 'end-facet done' },
    { verb: 'bye' },
  ];
  const items = decodeFrames(frames(blocks)).facets[0]?.roots[0]?.items.map((item) => item.path);
  expect(items).toEqual(['a\\xff', 'a\\\\xff', 'a\\xfe', 'a\n\u001b[31m']);
});

test('any bytes at all are read without an error', () => {
  const pieces = fc.constantFrom(
    `${NONCE}+1 hello proto=1 agent=x`,
    `${NONCE}+2 facet os`,
    `${NONCE}|x`,
    `${NONCE}=2 1 2 1`,
    'noise',
    `${NONCE}=9`,
    `${NONCE}+3 root`,
    `${NONCE}`,
    '\u0000',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string())), (list) => {
      const session = decodeFrames(Buffer.from(list.join('\n')));
      for (const facet of session.facets)
        expect(facet.ended === 'done' || facet.outcome === 'failed').toBe(true);
    }),
  );
});
