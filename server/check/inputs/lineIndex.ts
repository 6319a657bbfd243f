import { NO_PLACE, type Place } from '../../facets/conda/rowPlaces.ts';
import { Scalars } from './scalars.ts';

/** Where things stand in a text whose parser tells no lines. Each is told once for each time it stands there. */
export class LineIndex {
  private known: Scalars | null = null;
  private readonly byLine = new Map<string, number[]>();
  private readonly byFile = new Map<string, number>();
  private readonly byName = new Map<string, number>();

  /** What stands in front of `from` is not looked at: a channel may be called as a package is. */
  constructor(
    private readonly text: string,
    private readonly from = 0,
  ) {
    const before = text.slice(0, from).split('\n').length - 1;
    for (const [at, raw] of text.split('\n').entries()) {
      if (at < before) continue;
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

  /** The next line that holds a text and nothing else but list marks and quotes; else where it stands among others on its line. */
  place(text: string): Place {
    const there = this.byLine.get(bare(text));
    if (!there) return this.scalars().place(text) ?? NO_PLACE;
    return { line: (there.length > 1 ? there.shift() : there[0]) ?? 0, column: 0 };
  }

  /** The line with a package: by its file's name, else by the key `name`. */
  package({ name, version, build }: { name: string; version: string; build?: string }): Place {
    const file = build === undefined ? undefined : this.byFile.get(`${name}-${version}-${build}`);
    const line = file ?? this.byName.get(name) ?? this.byName.get(name.replaceAll('-', '_'));
    if (line !== undefined) return { line, column: 0 };
    return this.scalars().named(name) ?? this.scalars().named(name.replaceAll('-', '_')) ?? NO_PLACE;
  }

  /** Most texts have a line for each thing. */
  private scalars(): Scalars {
    this.known ??= new Scalars(this.text, this.from);
    return this.known;
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
  return (
    line
      .replace(/^[-*]\s/, '')
      // An anchor of YAML, which names what stands behind it.
      .replace(/^&\w{1,100}\s/, '')
      .trim()
      .replace(/^["']|["'],?$|,$/g, '')
      .trim()
  );
}
