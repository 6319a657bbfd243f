import type { Definition } from './schema.ts';

/** A longer value is none that anybody wrote. */
const LONGEST = 4096;

/**
 * The definition file that an image was built from (apptainer, pkg/build/types/parser/deffile.go): header
 * lines `Key: value` in any case, then sections `%post`. Several stages each begin with `Bootstrap:`; the
 * image is the last one. Null for text without a header.
 */
export function parseDefinition(text: string): Definition | null {
  let stage: Definition | null = null;
  let inSection = false;
  let wholeLine = '';
  for (const raw of text.split('\n')) {
    const line = raw.trim();
    if (line.startsWith('%')) {
      inSection = true;
      if (stage && changesImage(line)) stage.recipe = true;
      continue;
    }
    if (/^bootstrap[ \t]*:/i.test(line)) {
      inSection = false;
      stage = { bootstrap: '', from: '', recipe: false };
    }
    if (inSection || line === '' || line.startsWith('#')) {
      wholeLine = '';
      continue;
    }
    // A value goes on in the next line after a backslash, and ends at a comment.
    wholeLine += (line.split('#')[0] ?? '').trim();
    if (wholeLine.endsWith('\\')) {
      wholeLine = wholeLine.length < LONGEST ? wholeLine.slice(0, -1) : '';
      continue;
    }
    const colon = wholeLine.indexOf(':');
    const [key, value] = [
      wholeLine.slice(0, Math.max(colon, 0)).trim().toLowerCase(),
      wholeLine.slice(colon + 1).trim(),
    ];
    wholeLine = '';
    if (key !== 'bootstrap' && key !== 'from') continue;
    stage ??= { bootstrap: '', from: '', recipe: false };
    stage[key] = value;
  }
  return stage;
}

/** Sections that put something into the image: without any, it is its `From` in another format. */
function changesImage(line: string): boolean {
  return /^%(post|files|setup|pre|app[a-z]+)\b/i.test(line);
}
