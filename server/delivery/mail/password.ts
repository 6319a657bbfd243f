import { execFile } from 'node:child_process';
import { codeOf, GazetteerError, messageOf } from '../../errors.ts';
import { firstLineOf } from '../firstLine.ts';
import type { PasswordSource } from '../settings.ts';

const PATIENCE_MS = 20_000;

/** The password for the mail server: the first line of a file, or of what a program prints. It stands in no message. */
export async function passwordOf(source: PasswordSource): Promise<string> {
  const password = 'file' in source ? await ofFile(source.file) : await ofCommand(source.command);
  if (password !== '') return password;
  const where = 'file' in source ? source.file : (source.command[0] ?? '');
  throw new GazetteerError('mail-password', `${where} holds no password in its first line`);
}

async function ofFile(path: string): Promise<string> {
  try {
    return await firstLineOf(path);
  } catch (error) {
    throw new GazetteerError(
      'mail-password',
      `the password of the mail server cannot be read from ${path}: ${messageOf(error)}`,
      'Let the account that runs gazetteer read that file, and nobody else',
    );
  }
}

/** Without a shell. What the program prints or complains of may be the password, so neither is told. */
function ofCommand([program = '', ...args]: string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = { timeout: PATIENCE_MS, maxBuffer: 64 * 1024, killSignal: 'SIGKILL' as const };
    execFile(program, args, options, (error, stdout) => {
      if (!error) return resolve((stdout.split('\n')[0] ?? '').replace(/\r$/, ''));
      const how =
        typeof error.code === 'number' ? `exit code ${error.code}` : (error.signal ?? codeOf(error));
      reject(
        new GazetteerError(
          'mail-password',
          `${program}, which tells the password of the mail server, failed: ${how}`,
          'Run GAZETTEER_SMTP_PASSWORD_COMMAND by hand as the account that runs gazetteer',
        ),
      );
    });
  });
}
