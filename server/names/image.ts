import { asCondaPackage } from './conda.ts';
import { currentNames } from './current.ts';
import { withoutExtension } from './file-parts.ts';
import { imageFileRules } from './image-files.ts';
import { imageNameRules, isMulled } from './image-names.ts';
import { splitArchitecture } from './looks.ts';
import { namesNothing, parseReference } from './reference.ts';
import { type AliasScope, firstRule, type Reading } from './rule.ts';
import { respell } from './spelling.ts';
import { tagRules } from './tags.ts';

/** Reads an image reference; the text is one line. */
export function readReference(text: string): Reading | null {
  if (namesNothing(text)) return null;
  const reference = parseReference(text);
  const fired = firstRule(imageNameRules, reference);
  if (fired === null) return null;
  return readTag(fired.out, reference.tag, [fired.rule]);
}

/** Reads the base name of an image file or sandbox; the text is one line. */
export function readImageFile(text: string): Reading | null {
  const name = withoutExtension(text);
  if (namesNothing(name)) return null;
  const { rest, architecture } = splitArchitecture(name);
  const reading = readFileName(rest);
  if (reading === null || architecture === '') return reading;
  return { ...reading, variant: `${reading.variant}-${architecture}` };
}

function readFileName(name: string): Reading | null {
  const fired = firstRule(imageFileRules, name);
  if (fired === null) return null;
  const { rule, out } = fired;
  if (out.kind === 'name') return readTag({ ...out, keys: [] }, out.tail, [rule]);
  const reading = readReference(out.reference);
  return reading === null ? null : { ...reading, rules: [rule, ...reading.rules] };
}

/** A mulled image is shown by what is inside, where that is known; its name stays the hash. */
function labelled(reading: Reading): Reading {
  const packages = currentNames().mulled().find(reading.name, reading.version);
  if (packages === null) return reading;
  return { ...reading, label: `${packages.map((one) => one.name).join(' + ')} (mulled)` };
}

function readTag(
  named: { name: string; keys: readonly string[]; scopes: readonly AliasScope[] },
  tag: string,
  rules: readonly string[],
): Reading | null {
  const fired = firstRule(tagRules, tag);
  if (fired === null) return null;
  const { version, variant, build } = fired.out;
  // Field by field: a spread costs more than the rules.
  const { name, keys, scopes } = named;
  const read: Reading = { name, version, variant, build, scopes, keys, rules: [...rules, fired.rule] };
  const reading = isMulled(named.name) ? labelled(read) : read;
  return named.scopes.includes('conda') ? asCondaPackage(reading) : respell(reading);
}
