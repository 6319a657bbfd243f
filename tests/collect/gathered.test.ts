import { Duplex } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { gathered } from '../../server/collect/transports/gathered.ts';

/** A stream that takes pieces one at a time, as a channel of ssh2 does, and keeps them. */
class Kept extends Duplex {
  readonly pieces: Buffer[] = [];
  override _read(): void {}
  override _write(piece: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.pieces.push(piece);
    done();
  }
}

describe('what is written to a connection', () => {
  test('goes out in one piece a turn, whole and in order', async () => {
    const turns = fc.array(fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { minLength: 1 }), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(turns, async (all) => {
        const kept = new Kept();
        const stream = gathered(kept);
        for (const pieces of all) {
          for (const piece of pieces) stream.write(piece);
          await nextTurn();
        }
        expect(kept.pieces.map((piece) => [...piece])).toEqual(
          all.map((pieces) => pieces.flatMap((piece) => [...piece])),
        );
      }),
    );
  });

  test('is not lost when the connection is ended in the same turn', async () => {
    const kept = new Kept();
    const stream = gathered(kept);
    stream.write('good');
    stream.write('bye');
    stream.end();
    await nextTurn();
    expect(Buffer.concat(kept.pieces).toString()).toBe('goodbye');
    expect(kept.writableFinished).toBe(true);
  });

  test('tells each writer when it has gone, and one that came too late that it has not', async () => {
    const stream = gathered(new Kept());
    stream.on('error', () => {});
    const told: string[] = [];
    const tell = (who: string) => (error?: Error | null) => told.push(`${who} ${error ? 'failed' : 'gone'}`);
    stream.write('a', tell('a'));
    stream.write('b', tell('b'));
    await nextTurn();
    stream.destroy();
    stream.write('c', tell('c'));
    await nextTurn();
    expect(told).toEqual(['a gone', 'b gone', 'c failed']);
  });
});
