import type { Runtime } from './schema.ts';
import { readVersion, type Told } from './version.ts';

export interface ClientServer extends Pick<Runtime, 'server' | 'serverVersion'> {
  client: Told;
}

/**
 * `docker version` and `podman version`, and `docker info` and `podman info`, as text or with `--format json`.
 * Docker's client section has more fields than podman's, whatever the program is called. Null when it is
 * something else.
 */
export function readClientServer(text: string): ClientServer | null {
  const sections = text.trimStart().startsWith('{') ? jsonSections(text) : textSections(text);
  // What info has instead: docker says ClientInfo in JSON, podman has one section for the version.
  const client = sections.get('client') ?? sections.get('clientinfo') ?? podmanInfo(sections);
  const version = client?.get('version');
  if (!client || !version) return null;
  const name = isPodman(client) ? 'podman' : 'docker';
  const told = readVersion(name, `${name} version ${version}`);
  if (!told) return null;
  const server = sections.get('server');
  const serverVersion =
    server?.get('version') ?? server?.get('server version') ?? sections.get('')?.get('serverversion') ?? '';
  if (name === 'podman') return { client: told, server: '', serverVersion: '' };
  if (serverVersion) return { client: told, server: 'read', serverVersion };
  if (/permission denied/i.test(text)) return { client: told, server: 'permission', serverVersion: '' };
  return { client: told, server: /cannot connect/i.test(text) ? 'stopped' : '', serverVersion: '' };
}

function podmanInfo(sections: Map<string, Section>): Section | undefined {
  return sections.has('host') && sections.has('store') ? sections.get('version') : undefined;
}

function isPodman(client: Map<string, string>): boolean {
  if (/podman/i.test(client.get('client') ?? '')) return true;
  // podman tells its API as a version of its own (`4.3.1`), docker as two numbers (`1.43`).
  return /^\d+\.\d+\.\d/.test(client.get('api version') ?? client.get('apiversion') ?? '');
}

type Section = Map<string, string>;

function textSections(text: string): Map<string, Section> {
  const sections = new Map<string, Section>();
  let section: Section = new Map();
  let bare: Section | undefined;
  for (const line of text.slice(0, 50_000).split('\n', 500)) {
    const at = line.indexOf(':');
    if (at < 0) continue;
    const key = line.slice(0, at).trim().toLowerCase();
    const value = line.slice(at + 1).trim();
    // YAML of podman info: sections are keys without a value.
    if (/^(?:client|server)\b|^(?:host|plugins|registries|store|version):\s*$/i.test(line)) {
      section = new Map(value === '' ? [] : [[key, value]]);
      sections.set(key, section);
      continue;
    }
    // podman 3 and older print no heading for the client alone.
    if (key === 'version' && sections.size === 0) {
      sections.set('client', section);
      bare = section;
    }
    // The first is the engine's; containerd and runc follow, each with a version of its own.
    if (!section.has(key)) section.set(key, value);
  }
  // Anything may have a version; that of podman stands beside the one of Go that it was built with.
  if (bare?.has('go version') === false) sections.delete('client');
  return sections;
}

function jsonSections(text: string): Map<string, Section> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Map();
  }
  const sections = new Map<string, Section>();
  for (const [key, part] of entriesOf(value)) {
    const fields = entriesOf(part).flatMap(([name, one]): [string, string][] =>
      typeof one === 'string' || typeof one === 'number' ? [[name.toLowerCase(), String(one)]] : [],
    );
    if (fields.length > 0) sections.set(key.toLowerCase(), new Map(fields));
    if (key === 'ServerVersion' && typeof part === 'string')
      sections.set('', new Map([['serverversion', part]]));
  }
  return sections;
}

function entriesOf(value: unknown): [string, unknown][] {
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
