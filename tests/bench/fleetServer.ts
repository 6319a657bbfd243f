// A cluster's worth of nodes in one process: an SSH server of the ssh2 library on one port of all loopback addresses.
// Says its port on standard output when it listens. Run by fleet.ts, so that its memory is not the service's.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import ssh2, { type Connection, type ServerChannel } from 'ssh2';
import { z } from 'zod';
import { NONCE, piecesOf } from './recording.ts';

/** Recorded frames by the word that was said to every question. */
const Streams = z.object({ walk: z.string(), skip: z.string(), same: z.string() });
const Setup = z.object({
  hostKey: z.string(),
  /** Said to a service that knows no root of the node yet, and to one that asks after those it knows. */
  fresh: Streams,
  known: Streams,
  /** Nodes that differ: address, and texts of equal length to put in place of others. */
  changed: z.record(z.string(), z.array(z.tuple([z.string(), z.string()]))),
});

const setup = Setup.parse(JSON.parse(readFileSync(process.env.BENCH_FLEET ?? '', 'utf8')));
const inPieces = (streams: z.infer<typeof Streams>) =>
  new Map(Object.entries(streams).map(([word, text]) => [word, piecesOf(text)]));
const [fresh, known] = [inPieces(setup.fresh), inPieces(setup.known)];

/** One visit: waits for the whole script, then says the recorded frames, piece by piece as it is answered. */
function visit(channel: ServerChannel, changes: [string, string][]): void {
  let heard = '';
  let nonce = '';
  let streams = fresh;
  let piece = 0;
  let word = 'walk';
  let sequence = 0;
  const say = () => {
    const next = streams.get(word)?.[piece++];
    if (!next) return;
    let text = next.text;
    for (const [from, to] of changes) text = text.replaceAll(from, to);
    // Pieces come from several recordings, so that frames are numbered anew.
    text = text.replaceAll(new RegExp(`^${NONCE}([+=])[0-9]+`, 'gm'), (_, sign: string) => {
      if (sign === '+') sequence += 1;
      return `${nonce}${sign}${sequence}`;
    });
    text = text.replaceAll(new RegExp(`^${NONCE}\\|`, 'gm'), `${nonce}|`);
    channel.write(Buffer.from(text, 'latin1'));
    if (next.asks !== '') return;
    channel.exit(0);
    channel.end();
  };
  channel.on('data', (chunk: Buffer) => {
    heard += chunk.toString('latin1');
    if (nonce === '') {
      if (!heard.endsWith('\ngz_main; exit\n')) return;
      nonce = /^GZ_NONCE='([0-9a-f]{16})'$/m.exec(heard)?.[1] ?? '';
      if (/^GZ_KNOWN='./m.test(heard)) streams = known;
      heard = '';
      return say();
    }
    for (let end = heard.indexOf('\n'); end >= 0; end = heard.indexOf('\n')) {
      word = heard.slice(0, end).split(' ')[1] ?? 'walk';
      heard = heard.slice(end + 1);
      say();
    }
  });
  channel.on('error', () => {});
}

function accept(client: Connection, address: string): void {
  client
    .on('authentication', (context) => context.accept())
    .on('session', (open) => {
      open().on('exec', (take) => visit(take(), setup.changed[address] ?? []));
    })
    .on('error', () => {});
}

// The address that was called is the node's. The library does not tell it, so each connection has its own listener.
const server = createServer((socket) => {
  const address = socket.localAddress ?? '';
  new ssh2.Server({ hostKeys: [setup.hostKey] }, (client) => accept(client, address)).injectSocket(socket);
});
server.listen(0, '0.0.0.0', () => {
  const place = server.address();
  console.log(`port ${typeof place === 'object' ? place?.port : 0}`);
});
await new Promise((ended) => process.once('SIGTERM', ended));
process.exit();
