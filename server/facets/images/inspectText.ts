import { machineOf } from './architecture.ts';
import { parseDefinition } from './definition.ts';
import { groupedLabelsOf, labelOf } from './labels.ts';
import { NOTHING_KNOWN } from './nothingKnown.ts';
import type { Definition, ImageFile, Label } from './schema.ts';
import { jsonOf, jsonText, member, timeText } from './values.ts';

const PREFIX = 'org.label-schema.usage.singularity.deffile.';
/** Labels that builders of Singularity, Apptainer and OCI images write. */
const KNOWN = /^(?:org\.label-schema\.|org\.opencontainers\.image\.|SINGULARITY_|APPTAINER_)/;

/**
 * What `apptainer inspect` or `singularity inspect` prints of one image, as JSON or text: labels, definition, or
 * both (apptainer, cmd/internal/cli/inspect.go and pkg/inspect/metadata.go). Null for other text.
 */
export function parseInspect(text: string): ImageFile | null {
  return text.trimStart().startsWith('{') ? inspectedJson(jsonOf(text)) : inspectedLines(text);
}

/** `{"data":{"attributes":...}}`, without `data` in Singularity 3.0 to 3.4, bare labels in Singularity 2. */
function inspectedJson(value: unknown): ImageFile | null {
  const attributes = member(member(value, 'data'), 'attributes') ?? member(value, 'attributes');
  if (attributes !== undefined && (member(value, 'type') === 'container' || member(value, 'data'))) {
    const labels = groupedLabelsOf(member(attributes, 'labels'));
    return described(labels, parseDefinition(definitionText(attributes)));
  }
  const labels = groupedLabelsOf(value);
  return labels.some(({ name }) => name.startsWith('org.label-schema.usage.singularity'))
    ? described(labels, null)
    : null;
}

function definitionText(attributes: unknown): string {
  const deffile = member(attributes, 'deffile');
  return jsonText(deffile) || jsonText(member(deffile, 'system-partition'));
}

const SECTION = /^==(\w+)==$/;
const LABEL = /^([A-Za-z0-9][\w./-]{0,200}): ?(.*)$/;

/** `name: value` a line; a definition as it was written; `==labels==` between them in Singularity 3.0 to 3.5. */
function inspectedLines(text: string): ImageFile | null {
  const labels: Label[] = [];
  const other: string[] = [];
  let section = '';
  const isDefinition = /^bootstrap[ \t]*:/im.test(text);
  for (const line of text.split('\n')) {
    section = SECTION.exec(line.trim())?.[1] ?? section;
    const label = line.length < 5000 ? LABEL.exec(line) : null;
    const fits = section === 'labels' || (section === '' && !isDefinition) || KNOWN.test(line);
    if (label && fits) labels.push({ name: label[1] ?? '', value: label[2] ?? '' });
    else if (!SECTION.test(line.trim())) other.push(line);
  }
  const known = section !== '' || labels.some(({ name }) => KNOWN.test(name));
  const definition = isDefinition ? parseDefinition(other.join('\n')) : null;
  if (definition === null && !(known && labels.length > 0)) return null;
  return described(
    groupedLabelsOf(Object.fromEntries(labels.map((one) => [one.name, one.value]))),
    definition,
  );
}

function described(labels: Label[], definition: Definition | null): ImageFile {
  const machine =
    labelOf(labels, 'org.opencontainers.image.architecture') ||
    labelOf(labels, 'org.label-schema.build-arch');
  return {
    ...NOTHING_KNOWN,
    format: 'unknown',
    architecture: machineOf(machine) || 'unknown',
    created:
      timeText(labelOf(labels, 'org.opencontainers.image.created')) ||
      buildDate(labelOf(labels, 'org.label-schema.build-date')),
    definition: definition ?? labelledDefinition(labels),
    labels,
  };
}

/** The header of the definition as labels keep it. Whether it had sections is not kept: it may be a base. */
function labelledDefinition(labels: Label[]): Definition | null {
  const [bootstrap, from] = [labelOf(labels, `${PREFIX}bootstrap`), labelOf(labels, `${PREFIX}from`)];
  return bootstrap === '' ? null : { bootstrap, from, recipe: true };
}

const MONTHS = 'January February March April May June July August September October November December';

/** `Friday_24_November_2023_10:11:12_UTC` as ISO text; '' for other zones, which only have names. */
function buildDate(text: string): string {
  const match =
    /^[A-Z][a-z]+_(\d{1,2})_([A-Z][a-z]+)_(\d{4})_(\d{1,2}):(\d{1,2}):(\d{1,2})_(?:UTC|GMT)$/.exec(text);
  if (!match) return '';
  const [day = '', name = '', year = '', ...clock] = match.slice(1);
  const month = MONTHS.split(' ').indexOf(name) + 1;
  const two = (word: string | number) => String(word).padStart(2, '0');
  return month === 0 ? '' : timeText(`${year}-${two(month)}-${two(day)}T${clock.map(two).join(':')}Z`);
}
