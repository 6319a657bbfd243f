import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { installation } from '../../server/config.ts';

const FOLDER = join(installation, 'node_modules/@cyclonedx/cyclonedx-library/res/schema');
const schemaOf = (name: string) =>
  JSON.parse(readFileSync(join(FOLDER, `${name}.SNAPSHOT.schema.json`), 'utf8'));

/** Where a text is no bill of materials as CycloneDX 1.7 publishes its JSON Schema; [] when it is. */
export function departuresFromCycloneDx(text: string): string[] {
  const value: unknown = JSON.parse(text);
  const isValid = validator();
  if (isValid(value)) return refsTwice(text);
  return (isValid.errors ?? []).map((error) => `${error.instancePath}: ${error.message}`);
}

let known: ReturnType<Ajv['compile']> | undefined;

function validator() {
  if (known) return known;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  // Formats of later drafts that the schema names; of these an address is the one that is written.
  ajv.addFormat('iri-reference', (text) => URL.canParse(text, 'https://base.example'));
  ajv.addFormat('idn-email', true);
  for (const other of ['spdx', 'jsf-0.82', 'cryptography-defs'])
    ajv.addSchema(schemaOf(other), `http://cyclonedx.org/schema/${other}.SNAPSHOT.schema.json`);
  known = ajv.compile(schemaOf('bom-1.7'));
  return known;
}

/** What JSON Schema cannot say: every bom-ref is unique, and assemblies name one that is there. */
function refsTwice(text: string): string[] {
  const refs = new Map<string, number>();
  const named: string[] = [];
  JSON.parse(text, (key, value) => {
    if (key === 'bom-ref') refs.set(value, (refs.get(value) ?? 0) + 1);
    if (key === 'assemblies') named.push(...value);
    return value;
  });
  return [
    ...[...refs].filter(([, count]) => count > 1).map(([ref]) => `${ref} is there twice`),
    ...named.filter((ref) => !refs.has(ref)).map((ref) => `${ref} names nothing`),
  ];
}
