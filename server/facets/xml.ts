export interface XmlEvents {
  open: (name: string, path: string[]) => void;
  /** `text` is what stood directly before the closing tag, entities resolved and trimmed. */
  close: (name: string, path: string[], text: string) => void;
}

const DEEPEST = 64;

/**
 * Walks the tags of an XML text once, from left to right. It knows elements, text and the five
 * predefined entities and passes over everything else: declarations, comments, CDATA, and a document
 * type with or without a subset, whose entities are never expanded. A closing tag closes what was left
 * open inside it; one that closes nothing is ignored. Returns the elements still open at the end.
 */
export function walkXml(text: string, events: XmlEvents): string[] {
  const path: string[] = [];
  let at = text.indexOf('<');
  let textFrom = 0;
  while (at >= 0) {
    const end = tagEnd(text, at);
    if (end < 0) break;
    const tag = text.slice(at + 1, end);
    if (/^[A-Za-z_]/.test(tag)) {
      const name = nameOf(tag);
      if (path.length < DEEPEST) path.push(name);
      events.open(name, path);
      if (tag.endsWith('/')) close(path, name, '', events);
    } else if (tag.startsWith('/')) {
      close(path, nameOf(tag.slice(1)), plain(text.slice(textFrom, at)), events);
    }
    textFrom = end + 1;
    at = text.indexOf('<', textFrom);
  }
  return path;
}

/** Index of the `>` that ends the construct beginning at `at`; -1 when the text ends before. */
function tagEnd(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return after(text, '-->', at + 4);
  if (text.startsWith('<![CDATA[', at)) return after(text, ']]>', at + 9);
  const end = text.indexOf('>', at);
  if (!text.startsWith('<!DOCTYPE', at)) return end;
  const subset = text.indexOf('[', at);
  // `nvidia-smi -q -x --dtd` prints the whole document type definition in here.
  return subset < 0 || subset > end ? end : after(text, ']>', subset);
}

function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? -1 : found + mark.length - 1;
}

function nameOf(tag: string): string {
  return /^[\w:.-]{1,100}/.exec(tag)?.[0] ?? '';
}

function close(path: string[], name: string, text: string, events: XmlEvents): void {
  const depth = path.lastIndexOf(name);
  if (depth < 0) return;
  path.length = depth + 1;
  events.close(name, path, text);
  path.length = depth;
}

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

function plain(text: string): string {
  return text.trim().replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
}
