import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded } from './processes.ts';
import { freePort } from './sshd.ts';
import { needs, pathOf } from './tools.ts';

const REALM = 'GAZETTEER.TEST';

export function hasKerberos(): boolean {
  return (
    needs('krb5kdc', 'krb5-kdc') && needs('kadmin.local', 'krb5-admin-server') && needs('kinit', 'krb5-user')
  );
}

/** A realm of its own on loopback (MIT Kerberos: krb5.conf(5), kdc.conf(5)), with one user and some hosts. */
export class Kerberos {
  private readonly folder = mkdtempSync(join(tmpdir(), 'gazetteer-kerberos-'));
  private readonly own = {
    KRB5_CONFIG: join(this.folder, 'krb5.conf'),
    KRB5_KDC_PROFILE: join(this.folder, 'kdc.conf'),
  };
  /** What a client needs, and its tickets. */
  readonly client = {
    KRB5_CONFIG: this.own.KRB5_CONFIG,
    KRB5CCNAME: `FILE:${join(this.folder, 'tickets')}`,
  };
  /** What sshd needs: the keys of its hosts. */
  readonly server = { KRB5_CONFIG: this.own.KRB5_CONFIG, KRB5_KTNAME: join(this.folder, 'hosts.keytab') };
  private kdc: ChildProcess | undefined;

  private constructor(private readonly user: string) {}

  static async start(user: string, hosts: string[]): Promise<Kerberos> {
    const made = new Kerberos(user);
    const port = await freePort();
    writeFileSync(
      made.own.KRB5_CONFIG,
      `[libdefaults]\n default_realm = ${REALM}\n rdns = false\n dns_canonicalize_hostname = false\n dns_lookup_kdc = false\n` +
        ` udp_preference_limit = 1\n[realms]\n ${REALM} = {\n  kdc = 127.0.0.1:${port}\n }\n`,
    );
    writeFileSync(
      made.own.KRB5_KDC_PROFILE,
      `[kdcdefaults]\n kdc_listen = ""\n kdc_tcp_listen = 127.0.0.1:${port}\n[realms]\n ${REALM} = {\n` +
        `  database_name = ${made.folder}/principal\n  key_stash_file = ${made.folder}/stash\n acl_file = ${made.folder}/acl\n }\n`,
    );
    made.run('kdb5_util', ['-r', REALM, '-P', 'of no account', 'create', '-s']);
    made.admin(`addprinc -pw ${PASSWORD} ${user}`);
    for (const host of hosts) {
      made.admin(`addprinc -randkey host/${host}`);
      made.admin(`ktadd -k ${made.server.KRB5_KTNAME} host/${host}`);
    }
    made.kdc = spawn(pathOf('krb5kdc') ?? '', ['-n', '-P', join(made.folder, 'pid')], {
      env: { ...process.env, ...made.own },
      stdio: 'ignore',
    });
    for (let tries = 0; tries < 100; tries += 1) {
      if (made.login(60)) {
        made.logout();
        return made;
      }
      await sleep(50);
    }
    throw new Error('the KDC does not answer');
  }

  /** A ticket for so many seconds, as a person has one with a password. */
  login(seconds: number): boolean {
    const args = ['-l', `${seconds}s`, `${this.user}@${REALM}`];
    const { status } = spawnSync('kinit', args, {
      env: { ...process.env, ...this.client },
      input: `${PASSWORD}\n`,
    });
    return status === 0;
  }

  logout(): void {
    spawnSync('kdestroy', ['-q'], { env: { ...process.env, ...this.client } });
  }

  async stop(): Promise<void> {
    this.kdc?.kill('SIGTERM');
    if (this.kdc?.pid !== undefined) await hasEnded(this.kdc.pid);
    rmSync(this.folder, { recursive: true, force: true });
  }

  private admin(query: string): void {
    this.run('kadmin.local', ['-r', REALM, '-q', query]);
  }

  private run(program: string, args: string[]): void {
    const ran = spawnSync(pathOf(program) ?? program, args, {
      env: { ...process.env, ...this.own },
      encoding: 'utf8',
    });
    if (ran.status !== 0) throw new Error(`${program}: ${ran.stdout}${ran.stderr}`);
  }
}

const PASSWORD = 'open-sesame';
