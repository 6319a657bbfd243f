import { createHmac } from 'node:crypto';

/** One line of a known_hosts file, as sshd(8) describes it under SSH_KNOWN_HOSTS FILE FORMAT. */
export interface KnownHostLine {
  line: number;
  revoked: boolean;
  patterns: string[];
  /** For a hashed name: |1|salt|digest. */
  hash: { salt: Buffer; digest: Buffer } | undefined;
  type: string;
  key: Buffer;
}

/** A parsed known_hosts file. Plain names are found at once, patterns and hashed names one by one. */
export class KnownHosts {
  readonly file: string;
  /** Lines that are left out, and why. */
  readonly notes: string[] = [];
  private readonly plain = new Map<string, KnownHostLine[]>();
  private readonly others: KnownHostLine[] = [];

  constructor(file: string, text: string) {
    this.file = file;
    for (const [index, line] of text.split('\n').entries()) {
      const parsed = parseLine(line, index + 1);
      if (typeof parsed === 'string') this.notes.push(`${file}:${index + 1}: ${parsed}`);
      else if (parsed) this.add(parsed);
    }
  }

  /** The lines that speak of a host, in the order of the file. */
  linesOf(host: string): KnownHostLine[] {
    const plain = this.plain.get(host) ?? [];
    const others = this.others.filter((line) => speaksOf(line, host));
    return others.length === 0 ? plain : [...plain, ...others].sort((a, b) => a.line - b.line);
  }

  private add(line: KnownHostLine): void {
    if (line.hash || line.patterns.some((pattern) => /[*?!]/.test(pattern))) {
      this.others.push(line);
      return;
    }
    for (const name of new Set(line.patterns)) {
      const lines = this.plain.get(name);
      if (lines) lines.push(line);
      else this.plain.set(name, [line]);
    }
  }
}

/** A host as the file writes it: the port stands with it unless it is the usual one. */
export function hostToken(host: string, port: number): string {
  return port === 22 ? host.toLowerCase() : `[${host.toLowerCase()}]:${port}`;
}

function parseLine(line: string, number: number): KnownHostLine | string | undefined {
  const text = line.trim();
  if (text === '' || text.startsWith('#')) return undefined;
  const words = text.split(/[ \t]+/);
  const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
  if (marker === '@cert-authority')
    return 'certificate authorities are not supported, so this line is left out';
  if (marker !== undefined && marker !== '@revoked') return `the marker ${marker} is not known`;
  const [names = '', type = '', base64 = ''] = words;
  const key = Buffer.from(base64, 'base64');
  if (keyTypeOf(key) !== type) return 'no host key is on this line';
  const hash = /^\|1\|([^|]+)\|([^|]+)$/.exec(names);
  return {
    line: number,
    revoked: marker === '@revoked',
    patterns: hash ? [] : names.toLowerCase().split(','),
    hash: hash
      ? { salt: Buffer.from(hash[1] ?? '', 'base64'), digest: Buffer.from(hash[2] ?? '', 'base64') }
      : undefined,
    type,
    key,
  };
}

/** The type that a public key blob says it is (RFC 4253, 6.6); '' when it is none. */
export function keyTypeOf(key: Buffer): string {
  if (key.length < 8) return '';
  const length = key.readUInt32BE(0);
  return length > 0 && length <= key.length - 4 ? key.toString('latin1', 4, 4 + length) : '';
}

function speaksOf({ hash, patterns }: KnownHostLine, host: string): boolean {
  if (hash) return createHmac('sha1', hash.salt).update(host).digest().equals(hash.digest);
  // A negated pattern that matches takes the host out of the line, whatever else matches.
  if (patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1), host))) return false;
  return patterns.some((pattern) => matches(pattern, host));
}

/** The wildcards * and ? of ssh_config(5), PATTERNS; the last * is the only one to come back to. */
export function matches(pattern: string, text: string): boolean {
  let p = 0;
  let star = -1;
  let resume = 0;
  for (let t = 0; t < text.length; ) {
    if (pattern[p] === '*') {
      star = p++;
      resume = t;
    } else if (p < pattern.length && (pattern[p] === '?' || pattern[p] === text[t])) {
      p++;
      t++;
    } else if (star !== -1) {
      p = star + 1;
      t = ++resume;
    } else {
      return false;
    }
  }
  while (pattern[p] === '*') p++;
  return p === pattern.length;
}
