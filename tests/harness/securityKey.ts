import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installation } from '../../server/config.ts';
import { sshKeygen } from './sshKeys.ts';
import { needs, needsFile } from './tools.ts';

/** Whether this machine can build a security key in software. */
export function canBuildSecurityKey(): boolean {
  return (
    needs('gcc', 'gcc') &&
    needsFile('/usr/include/stdlib.h', 'libc6-dev') &&
    needsFile('/usr/include/openssl/evp.h', 'libssl-dev')
  );
}

/** A FIDO token in software, which wants to be touched for each signature (securityKey.c). */
export class SecurityKey {
  /** What ssh loads to talk to it. */
  readonly provider: string;

  constructor(private readonly folder: string) {
    this.provider = join(folder, 'security-key.so');
    const source = join(installation, 'tests/harness/securityKey.c');
    const built = spawnSync(
      'gcc',
      [
        ...['-Wall', '-Werror', '-shared', '-fPIC', `-DFOLDER="${folder}"`],
        ...['-o', this.provider, source, '-lcrypto'],
      ],
      { encoding: 'utf8' },
    );
    if (built.status !== 0) throw new Error(`gcc: ${built.stderr}`);
  }

  /** Makes a key that it holds, at `path` and `path`.pub, and gives back `path`. */
  makeKey(path: string): string {
    sshKeygen(['-q', '-t', 'ed25519-sk', '-w', this.provider, '-N', '', '-C', '', '-f', path]);
    return path;
  }

  /** How often somebody wanted a signature of it. */
  get asked(): number {
    const told = join(this.folder, 'asked');
    return existsSync(told) ? readFileSync(told, 'utf8').split('\n').length - 1 : 0;
  }

  /** A finger on it, for one signature. */
  touch(): void {
    writeFileSync(join(this.folder, 'touch'), '');
  }
}
