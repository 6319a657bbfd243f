/** Where things stand in a text whose parser tells no lines. Each is told once for each time it stands there. */
export class LineIndex {
  private readonly byLine = new Map<string, number[]>();
  private readonly byFile = new Map<string, number>();
  private readonly byName = new Map<string, number>();

  constructor(text: string) {
    for (const [at, raw] of text.split('\n').entries()) {
      const line = bare(raw);
      if (line === '') continue;
      const there = this.byLine.get(line);
      if (there) there.push(at + 1);
      else this.byLine.set(line, [at + 1]);
      const [, file] = FILE.exec(line) ?? [];
      if (file !== undefined && !this.byFile.has(file)) this.byFile.set(file, at + 1);
      const [, name] = NAME.exec(line) ?? [];
      if (name !== undefined && !this.byName.has(name)) this.byName.set(name, at + 1);
    }
  }

  /** The next line that holds a text and nothing else but list marks and quotes; 0 for none. */
  line(text: string): number {
    const there = this.byLine.get(bare(text));
    if (!there) return 0;
    return (there.length > 1 ? there.shift() : there[0]) ?? 0;
  }

  /** The line with a package: by its file's name, else by the key `name`; 0 for none. */
  package({ name, version, build }: { name: string; version: string; build?: string }): number {
    const file = build === undefined ? undefined : this.byFile.get(`${name}-${version}-${build}`);
    return file ?? this.byName.get(name) ?? this.byName.get(name.replaceAll('-', '_')) ?? 0;
  }
}

/** `name-version-build` of an archive that a line names. */
const FILE = /([^/\s"']{3,300})\.(?:conda|tar\.bz2)\b/;
/** `name: x`, `- name: x`, `"name": "x"`, `name = "x"`. */
const NAME = /^["']?name["']? ?[:=] ?["']?([A-Za-z0-9._-]{1,200})/;

/** A line without what lists and quotes put around it, and without a comment. */
function bare(raw: string): string {
  const comment = raw.search(/\s#/);
  const line = (comment === -1 ? raw : raw.slice(0, comment)).trim();
  return line
    .replace(/^[-*]\s/, '')
    .trim()
    .replace(/^["']|["'],?$|,$/g, '')
    .trim();
}
