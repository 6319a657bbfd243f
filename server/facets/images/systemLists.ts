/** A package of a system's own database. */
interface Listed {
  name: string;
  version: string;
}

const NAME = /^[A-Za-z0-9][\w.+-]{0,199}$/;
const VERSION = /^[\w.+~^:-]{1,200}$/;

/** Blocks of `Field: value` lines with empty lines between. */
function blocks(lines: readonly string[]): Map<string, string>[] {
  const all: Map<string, string>[] = [];
  let open: Map<string, string> | undefined;
  for (const line of lines) {
    const colon = line.indexOf(':');
    if (line.trim() === '') open = undefined;
    if (colon < 1) continue;
    if (!open) {
      open = new Map();
      all.push(open);
    }
    open.set(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  return all;
}

const sound = ({ name, version }: Listed) => NAME.test(name) && VERSION.test(version);

/** deb-status(5): what is installed, waiting for triggers included. */
export function dpkgList(lines: readonly string[]): Listed[] {
  return blocks(lines)
    .filter((fields) => / (?:installed|triggers-\w+)$/.test(fields.get('Status') ?? ''))
    .map((fields) => ({ name: fields.get('Package') ?? '', version: fields.get('Version') ?? '' }))
    .filter(sound);
}

/** /lib/apk/db/installed: P name, V version (apk-tools, doc/apk-package.5). */
export function apkList(lines: readonly string[]): Listed[] {
  return blocks(lines)
    .map((fields) => ({ name: fields.get('P') ?? '', version: fields.get('V') ?? '' }))
    .filter(sound);
}

/** `name version` lines, with rpm's whole version. */
export function rpmList(lines: readonly string[]): Listed[] {
  return lines
    .map((line) => ({ name: line.split(' ')[0] ?? '', version: line.split(' ')[1] ?? '' }))
    .filter(sound);
}

/** Whether a package is, by its name, a part of a system and no tool. */
export function isPartOfSystem(name: string): boolean {
  return /^lib(?!reoffice|tool$)|^fonts?-|^(?:base|setup|tzdata|ca-certificates)(?:-|$)|-(?:dev|devel|dbg|doc|libs?|common|data)$/.test(
    name,
  );
}
