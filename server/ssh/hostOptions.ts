import { matches } from '../collect/knownHosts.ts';
import { flagOf, type Keyword, portOf, secondsOf } from './configEntries.ts';
import type { ConfigFile } from './configFile.ts';
import { holds } from './matchCriteria.ts';
import { withTokens } from './tokens.ts';

/** What an ssh_config(5) file says of one host. Paths still hold their tokens. */
export interface HostOptions {
  /** In lower case; the host itself where HostName says nothing. */
  hostName: string;
  user: string | undefined;
  port: number | undefined;
  /** All that apply, in their order. */
  identityFiles: string[];
  certificateFiles: string[];
  identitiesOnly: boolean | undefined;
  /** As written; at most one of the two is set. */
  proxyJump: string | undefined;
  proxyCommand: string | undefined;
  userKnownHostsFiles: string[] | undefined;
  /** 0 is none. */
  connectSeconds: number | undefined;
  hostKeyAlias: string | undefined;
  /** What was passed over, for somebody who wonders why. */
  notes: string[];
}

export interface Question {
  host: string;
  /** Set where something else than the file says it, as `ssh -l` and `ssh -p` do. */
  user?: string | undefined;
  port?: number | undefined;
  localUser: string;
}

/** The options of a host, as ssh(1) finds them: the first value of each counts, and files of identities add up. */
export function hostOptions(file: ConfigFile, question: Question): HostOptions {
  const answer = new Answer(question);
  answer.read(file, true);
  const hostName = answer.hostName();
  if (!answer.wantsFinal) return answer.options(hostName);
  answer.again(hostName);
  answer.read(file, true);
  return answer.options(hostName);
}

class Answer {
  wantsFinal = false;
  private final = false;
  private host: string;
  private readonly values = new Map<Keyword, string[]>();
  private readonly identityFiles = new Set<string>();
  private readonly certificateFiles = new Set<string>();
  private readonly notes = new Set<string>();

  constructor(private readonly question: Question) {
    this.host = question.host;
    if (question.user !== undefined) this.values.set('user', [question.user]);
    if (question.port !== undefined) this.values.set('port', [String(question.port)]);
  }

  /** A second reading, by the name that the first one found. */
  again(hostName: string): void {
    this.final = true;
    this.host = hostName;
    this.values.set('hostname', [hostName.replaceAll('%', '%%')]);
  }

  /** `applies`: whether the lines before the first Host or Match count; no block of an inactive include does. */
  read(file: ConfigFile, applies: boolean): void {
    let active = applies;
    for (const entry of file.entries) {
      if (entry.kind === 'host') active = applies && this.isMeant(entry.patterns);
      else if (entry.kind === 'match') {
        this.wantsFinal ||= entry.criteria.some(({ name }) => name === 'final');
        active = applies && holds(entry.criteria, this.subject(), this.noter(file, entry.line));
      } else if (entry.kind === 'include') {
        for (const included of entry.files) this.read(included, active);
      } else if (active) this.take(entry.keyword, entry.words);
    }
  }

  hostName(): string {
    const pattern = this.values.get('hostname')?.[0];
    if (pattern === undefined) return this.host.toLowerCase();
    const filled = withTokens(pattern, { h: this.host });
    if ('text' in filled) return filled.text.toLowerCase();
    this.notes.add(`${filled.unknown} has no meaning in HostName`);
    return this.host.toLowerCase();
  }

  options(hostName: string): HostOptions {
    const said = (keyword: Keyword) => this.values.get(keyword)?.[0];
    if (flagOf(said('canonicalizehostname') ?? 'no') !== false)
      this.notes.add('CanonicalizeHostname is not supported: names are taken as they are');
    if (this.certificateFiles.size > 0) this.notes.add('CertificateFile is not used by this transport');
    return {
      hostName,
      user: said('user'),
      port: portOf(said('port')),
      identityFiles: [...this.identityFiles],
      certificateFiles: [...this.certificateFiles],
      identitiesOnly: flagOf(said('identitiesonly')),
      proxyJump: said('proxyjump'),
      proxyCommand: said('proxycommand'),
      userKnownHostsFiles: this.values.get('userknownhostsfile'),
      connectSeconds: secondsOf(said('connecttimeout')),
      hostKeyAlias: said('hostkeyalias'),
      notes: [...this.notes],
    };
  }

  private take(keyword: Keyword, words: string[]): void {
    const [first = ''] = words;
    if (keyword === 'identityfile') this.identityFiles.add(first);
    else if (keyword === 'certificatefile') this.certificateFiles.add(first);
    else if (keyword === 'proxyjump' || keyword === 'proxycommand') {
      // Whichever comes first keeps the other out.
      const isSaid = this.values.has('proxyjump') || this.values.has('proxycommand');
      if (!isSaid) this.values.set(keyword, [words.join(' ')]);
    } else if (!this.values.has(keyword)) this.values.set(keyword, words);
  }

  private isMeant(patterns: readonly string[]): boolean {
    const isRefused = patterns.some((one) => one.startsWith('!') && matches(one.slice(1), this.host));
    return !isRefused && patterns.some((one) => matches(one, this.host));
  }

  private subject() {
    const { host: originalHost, localUser } = this.question;
    const user = this.values.get('user')?.[0] ?? localUser;
    return { host: this.hostName(), originalHost, user, localUser, final: this.final };
  }

  private noter({ path }: ConfigFile, line: number): (text: string) => void {
    return (text) => this.notes.add(`${path}:${line}: ${text}`);
  }
}
