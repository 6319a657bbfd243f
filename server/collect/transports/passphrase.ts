import { spawn } from 'node:child_process';
import { type Failure, failure } from './failure.ts';

/** Somebody may have to touch a token; nobody types. */
const PATIENCE_MS = 30_000;
/** A passphrase is shorter, and so is what a program complains about. */
const MOST_BYTES = 64 * 1024;

/**
 * Asks a program for the passphrase of a key file: the first line that it prints. It runs without a shell, with
 * the file's path in GAZETTEER_KEY. What it prints is in no message.
 */
export function passphraseOf(
  path: string,
  [program = '', ...args]: string[],
  patience = PATIENCE_MS,
): Promise<{ passphrase: string } | Failure> {
  return new Promise((resolve) => {
    // A group of its own, so that what the program started ends with it.
    const child = spawn(program, args, {
      env: { ...process.env, GAZETTEER_KEY: path },
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    });
    const output: Buffer[] = [];
    const errors: Buffer[] = [];
    let bytes = 0;
    let stopped = '';
    const stop = (why: string) => {
      stopped ||= why;
      if (child.pid !== undefined) kill(child.pid);
    };
    const timer = setTimeout(() => stop(`did not end within ${patience / 1000} s`), patience);
    const take = (into: Buffer[]) => (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes <= MOST_BYTES) into.push(chunk);
      else stop('printed more than 64 KiB');
    };
    child.stdout.on('data', take(output));
    child.stderr.on('data', take(errors));
    const end = (what: string) => {
      clearTimeout(timer);
      const [line = ''] = Buffer.concat(output).toString('utf8').split('\n');
      const passphrase = line.replace(/\r$/, '');
      if (what === '' && passphrase !== '') return resolve({ passphrase });
      const said = lastLine(Buffer.concat(errors).toString('utf8'), passphrase);
      const why = what || 'printed no passphrase';
      resolve(
        failure(
          'key-unusable',
          `${program}, which tells the passphrase of ${path}, ${why}${said}`,
          'Run ssh.passphraseCommand by hand as the account that runs gazetteer, with GAZETTEER_KEY set to that path.',
        ),
      );
    };
    child.on('error', (error) => end(`could not be started: ${error.message}`));
    child.on('close', (code, signal) => {
      const how = code === null ? `was ended by ${signal}` : `ended with exit code ${code}`;
      end(stopped || (code === 0 ? '' : how));
    });
  });
}

/** The last thing that it complained of; some programs print what they should keep to themselves. */
function lastLine(text: string, passphrase: string): string {
  const kept = passphrase.length < 3 ? text : text.replaceAll(passphrase, '(not shown)');
  const line = kept.trim().split('\n').at(-1)?.trim().slice(0, 300) ?? '';
  return line === '' ? '' : `: ${line}`;
}

function kill(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It ended by itself.
  }
}
