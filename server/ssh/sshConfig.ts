import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { type ConfigFile, readConfigFile } from './configFile.ts';
import { type HostOptions, hostOptions } from './hostOptions.ts';
import { type Tokens, withPathTokens } from './tokens.ts';

/** What an ssh_config(5) file says of one host, with every token filled in. */
export interface HostSettings extends HostOptions {
  /** Lines that could not be read, as `file:line: what`. */
  problems: string[];
}

/** The account and machine that ask. */
export interface Account {
  home: string;
  user: string;
}

/**
 * The configuration files of ssh(1) as they are at one moment: read once, however many hosts are asked for. Whoever
 * needs to see later changes makes a new one; files that did not change are not parsed again.
 */
export class SshConfig {
  private readonly files = new Map<string, { file: ConfigFile; problems: string[] }>();
  private readonly answers = new Map<string, HostSettings>();

  /** `usual` is read where no other file is named; '' for none. */
  constructor(
    private readonly account: Account,
    private readonly usual: string,
  ) {}

  /** What `path` says of a host; user and port are those that are said elsewhere and come first. */
  of(
    path: string | undefined,
    host: string,
    given: { user: string; port: number },
  ): HostSettings | undefined {
    const file = path ?? this.usual;
    if (file === '') return undefined;
    const key = [file, host, given.user, given.port].join('\0');
    const known = this.answers.get(key) ?? this.answer(file, host, given);
    this.answers.set(key, known);
    return known;
  }

  private answer(path: string, host: string, given: { user: string; port: number }): HostSettings {
    const { file, problems } = this.file(path);
    const options = hostOptions(file, {
      host,
      user: given.user || undefined,
      port: given.port || undefined,
      localUser: this.account.user,
    });
    return { ...filledIn(options, host, this.account), problems };
  }

  private file(path: string) {
    const known = this.files.get(path);
    if (known) return known;
    const problems: string[] = [];
    const file = readConfigFile(path, this.account.home, problems);
    const read = { file, problems };
    this.files.set(path, read);
    return read;
  }
}

/** `~/.ssh/config` of the account that this process runs as. */
export function usualConfig(home = homedir()): string {
  return join(home, '.ssh', 'config');
}

function filledIn(options: HostOptions, host: string, { home, user }: Account): HostOptions {
  const notes = [...options.notes];
  const port = String(options.port ?? 22);
  const local = hostname();
  const jump: Tokens = { h: options.hostName, n: host, p: port, r: options.user ?? user };
  const tokens: Tokens = {
    ...jump,
    d: home,
    i: String(process.getuid?.() ?? ''),
    k: options.hostKeyAlias ?? host,
    L: local.split('.')[0] ?? '',
    l: local,
    u: user,
  };
  const path = (text: string): string[] => {
    const filled = withPathTokens(text, tokens, home, process.env);
    if ('text' in filled) return [filled.text];
    notes.push(`${text} is left out: ${filled.unknown} has no meaning here`);
    return [];
  };
  return {
    ...options,
    identityFiles: options.identityFiles.flatMap(path),
    certificateFiles: options.certificateFiles.flatMap(path),
    userKnownHostsFiles: options.userKnownHostsFiles?.flatMap(path),
    proxyJump: options.proxyJump?.replaceAll(/%([hnpr%])/g, (_all, letter: string) => jump[letter] ?? '%'),
    notes,
  };
}
