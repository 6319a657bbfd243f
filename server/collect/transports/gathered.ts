import type { Duplex } from 'node:stream';

/**
 * Lets what is written to a connection in one turn go out together. ssh2 writes each packet in three pieces (length, text
 * and tag): as they are, that is three system calls, three segments and three awakenings of the other side's sshd, and on the
 * way through a jump host three packets of that connection. Nothing waits: the turn that wrote ends at once.
 */
export function gathered<Stream extends Duplex>(stream: Stream): Stream {
  // A channel of ssh2 takes pieces one at a time only.
  stream._writev ??= (pieces, done) =>
    stream._write(Buffer.concat(pieces.map(({ chunk }) => chunk)), 'latin1', done);
  let open = false;
  const send = () => {
    open = false;
    stream.uncork();
  };
  stream.write = new Proxy(stream.write, {
    apply: (write, _self, pieces) => {
      if (!open) {
        open = true;
        stream.cork();
        process.nextTick(send);
      }
      return Reflect.apply(write, stream, pieces);
    },
  });
  return stream;
}
