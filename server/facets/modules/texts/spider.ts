import { addProblem, emptyListing, type Listing, treeOf } from '../listing.ts';
import { type Module, namedModule } from '../schema.ts';
import { SPIDER_TITLE, type SpiderPart, spiderPart } from './headings.ts';

const PART = 'module spider';

/**
 * What `module spider`, `module spider NAME`, `module spider NAME/VERSION` and `module keyword` of Lmod
 * print (Level0, _Level1 and _Level2 in its Spider.lua). None says which tree a module lies in.
 *
 * Entries are indented by two, what belongs to them by four or five, lists of modules by six or more.
 */
export function parseSpiderText(text: string): Listing {
  const listing = emptyListing('lmod');
  treeOf(listing, '');
  const reader = new SpiderReader(listing);
  for (const [index, raw] of text.split('\n').entries()) reader.line(raw.trimEnd(), index + 1);
  reader.end();
  return listing;
}

/** Entries of a list, or the block of one module. */
export function isSpiderText(text: string): boolean {
  if (SPIDER_TITLE.test(text)) return true;
  const lines = text.split('\n', 2000);
  return lines.some(
    (line, at) =>
      entryOf(line) !== undefined &&
      lines.slice(at + 1, at + 40).some((next) => /^ {4,5}\S/.test(next) && spiderPart(next) !== undefined),
  );
}

interface Entry {
  name: string;
  modules: Module[];
  /** The block tells of an extension, not of a module. */
  extension: string;
}

class SpiderReader {
  private entry: Entry | undefined;
  private part: SpiderPart = 'entry';
  private words: string[] = [];
  private chains: string[][] = [];
  private isDirect = false;

  constructor(private readonly listing: Listing) {}

  line(line: string, number: number): void {
    if (/^ {2}\S/.test(line)) {
      const found = entryOf(line);
      if (found) this.begin(found, line, number);
      return;
    }
    if (/^\S/.test(line) && !/^-{5,}/.test(line)) this.end();
    if (!this.entry || line.trim() === '') return;
    const part = /^ {3,5}\S/.test(line) ? spiderPart(line) : undefined;
    if (part) {
      this.settle();
      this.part = part;
      if (part === 'direct') this.isDirect = true;
    } else if (/^ {4,}\S/.test(line)) this.content(line, number);
  }

  end(): void {
    if (!this.entry) return;
    this.settle();
    for (const module of this.entry.modules) {
      // A module that can be loaded directly needs none of the other ways.
      module.requires = this.isDirect ? [] : this.chains;
    }
    this.entry = undefined;
    this.chains = [];
    this.isDirect = false;
  }

  private begin(found: { name: string; versions: string[] }, line: string, number: number): void {
    this.end();
    this.part = 'entry';
    const extension = found.versions.length === 1 && found.versions[0]?.endsWith(' (E)');
    this.entry = {
      name: found.name,
      modules: [],
      extension: extension ? (found.versions[0] ?? '').slice(0, -4) : '',
    };
    for (const version of found.versions) this.add(version, line, number);
  }

  private add(text: string, line: string, number: number): void {
    if (!this.entry || /^\$ |\s-+$/.test(text)) return;
    if (text.endsWith(' (E)')) {
      this.listing.extensions.add(text.slice(0, -4));
      return;
    }
    if (text === '...') {
      addProblem(this.listing, PART, number, line, 'the list was cut here: there are more versions');
      return;
    }
    // The marks of a site's own hook stand in brackets behind the name.
    const fullName = text.replace(/ \([^()]*\)$/, '');
    this.entry.modules.push(this.moduleOf(fullName, this.entry.name));
  }

  private moduleOf(fullName: string, name: string): Module {
    const module = namedModule(fullName);
    if (name !== '' && (fullName === name || fullName.startsWith(`${name}/`))) {
      module.name = name;
      module.version = fullName.slice(name.length + 1);
    }
    treeOf(this.listing, '').modules.push(module);
    return module;
  }

  private content(line: string, number: number): void {
    const text = line.trim();
    switch (this.part) {
      case 'versions':
        this.add(text, line, number);
        break;
      case 'chains':
        if (/^ {6}/.test(line)) this.chains.push(text.split(/ +/));
        break;
      case 'entry':
      case 'description':
      case 'provides':
        this.words.push(text);
        break;
      case 'providers':
        this.addProvider(text);
        break;
      default:
    }
  }

  /** `SciPy-bundle/2023.07 (gcc/12 openmpi/4)`: the module and what leads to it. */
  private addProvider(text: string): void {
    const found = /^(\S+)(?: \(([^()]*)\))?$/.exec(text);
    if (found?.[1] === undefined || !this.entry || this.entry.extension === '') return;
    const module = this.moduleOf(found[1], '');
    module.provides = [this.entry.extension];
    if (found[2] !== undefined) module.requires = [found[2].split(/ +/)];
  }

  /** Gives the text of a finished part to the entry's modules. */
  private settle(): void {
    const text = this.words.join(' ');
    this.words = [];
    if (text === '' || !this.entry) return;
    for (const module of this.entry.modules) {
      if (this.part !== 'provides') module.description ||= text;
      else
        module.provides = text
          .split(/, ?/)
          .map((one) => one.replace(/ \(E\)$/, ''))
          .sort();
    }
  }
}

/** `  gcc: gcc/9.1.0, gcc/13.2.0` or the `  gcc:` above a list of versions. */
function entryOf(line: string): { name: string; versions: string[] } | undefined {
  if (!/^ {2}\S/.test(line)) return undefined;
  const text = line.trim();
  if (text.endsWith(':')) return / /.test(text) ? undefined : { name: text.slice(0, -1), versions: [] };
  const colon = text.indexOf(': ');
  if (colon <= 0) return undefined;
  const name = text.slice(0, colon);
  const versions = text.slice(colon + 2).split(', ');
  const [first = ''] = versions;
  const isNamed =
    first === '...' || first === name || first.startsWith(`${name}/`) || first === `${name} (E)`;
  return isNamed ? { name, versions } : undefined;
}
