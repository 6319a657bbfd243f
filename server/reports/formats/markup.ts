import { visibleText } from '../valueText.ts';

/** HTML in which everything is text, unless it was made here. */
export class Markup {
  constructor(readonly text: string) {}
}

type Part = string | number | Markup | Part[];

/** A template of HTML: what is put in is escaped and made visible, lists stand one after the other. */
export function html(strings: TemplateStringsArray, ...parts: Part[]): Markup {
  const last = strings.length - 1;
  return new Markup(strings.map((text, at) => (at < last ? text + written(parts[at] ?? '') : text)).join(''));
}

function written(part: Part): string {
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(written).join('');
  return visibleText(String(part)).replaceAll(/[&<>"']/g, (one) => `&#${one.charCodeAt(0)};`);
}
