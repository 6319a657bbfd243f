import { spawnSync } from 'node:child_process';
import { userInfo } from 'node:os';
import type { HostOptions } from '../../server/ssh/hostOptions.ts';

/** The options that `ssh -G` and Gazetteer are both asked for. */
export interface Told {
  hostname: string;
  user: string;
  port: string;
  identityfile: string[];
  identitiesonly: string;
  proxyjump: string;
  userknownhostsfile: string;
  connecttimeout: string;
}

/** Files that ssh(1) names where its configuration names none; ~ is filled in already where known hosts are told. */
const USUAL = /^\S*\/\.ssh\/(?:id_|known_hosts)/;

/** What ssh(1) itself makes of a file; nothing where it refuses the file. */
export function sshG(file: string, host: string, options: string[] = [], home?: string): Told | undefined {
  const ran = spawnSync('ssh', ['-G', '-F', file, ...options, host], {
    encoding: 'utf8',
    env: { ...process.env, ...(home === undefined ? {} : { HOME: home }) },
  });
  if (ran.status !== 0) return undefined;
  const lines = ran.stdout.split('\n').map((line) => line.split(/ (.*)/s));
  const all = (key: string) => lines.filter(([word]) => word === key).map(([, value = '']) => value);
  const one = (key: string) => all(key)[0] ?? '';
  const knownHosts = one('userknownhostsfile');
  return {
    hostname: one('hostname'),
    user: one('user'),
    port: one('port'),
    identityfile: all('identityfile').filter((path) => !USUAL.test(path)),
    identitiesonly: one('identitiesonly'),
    proxyjump: one('proxyjump'),
    userknownhostsfile: USUAL.test(knownHosts) ? '' : knownHosts,
    connecttimeout: one('connecttimeout'),
  };
}

/** What Gazetteer found, written as `ssh -G` writes it. */
export function asTold(options: HostOptions): Told {
  const jump = options.proxyJump ?? '';
  return {
    hostname: options.hostName,
    user: options.user ?? userInfo().username,
    port: String(options.port ?? 22),
    identityfile: options.identityFiles,
    identitiesonly: options.identitiesOnly === true ? 'yes' : 'no',
    proxyjump: jump.toLowerCase() === 'none' ? '' : jump,
    userknownhostsfile: (options.userKnownHostsFiles ?? [])
      .map((path) => path.replace(/^~(?=\/)/, userInfo().homedir))
      .join(' '),
    connecttimeout: options.connectSeconds ? String(options.connectSeconds) : 'none',
  };
}
