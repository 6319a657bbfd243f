import { createHash } from 'node:crypto';
import { versionOf } from '../version.ts';
import type { Aggregate, Component, Property } from './component.ts';

export const BOM_TYPE = 'application/vnd.cyclonedx+json; version=1.7';

export interface Bill {
  /** What the bill is of. */
  subject: Component & { 'bom-ref': string };
  aggregate: Aggregate;
  /** When what it tells was last seen to change: a time of observation, so that equal contents give equal bytes. */
  changedAt: Date | null;
  properties: Property[];
  /** In their final order. Those with parts of their own say how many of them are told. */
  components: AsyncIterable<{ component: Component; aggregate?: Aggregate }>;
}

/**
 * A bill of materials as CycloneDX 1.7, a component a line, while they are read. Its serial number comes last: it is a name made
 * from all that stands before it.
 */
export async function* bomText(bill: Bill): AsyncGenerator<string> {
  const hash = createHash('sha256');
  const told = (text: string) => {
    hash.update(text);
    return text;
  };
  yield told(`${head(bill)}\n"components":[`);
  const aggregates = new Map<Aggregate, string[]>([[bill.aggregate, [bill.subject['bom-ref']]]]);
  let before = '\n';
  for await (const { component, aggregate } of bill.components) {
    yield told(before + JSON.stringify(component));
    before = ',\n';
    const ref = component['bom-ref'];
    if (aggregate === undefined || ref === undefined) continue;
    const known = aggregates.get(aggregate);
    if (known) known.push(ref);
    else aggregates.set(aggregate, [ref]);
  }
  const compositions = [...aggregates].map(([aggregate, assemblies]) => ({ aggregate, assemblies }));
  yield told(`\n],\n"compositions":${JSON.stringify(compositions)},\n`);
  yield `"serialNumber":"urn:uuid:${uuidOf(hash.digest('hex'))}"\n}\n`;
}

function head({ subject, changedAt, properties }: Bill): string {
  const metadata = {
    ...(changedAt === null ? {} : { timestamp: changedAt.toISOString() }),
    lifecycles: [{ phase: 'discovery' }],
    tools: { components: [{ type: 'application', name: 'gazetteer', version: versionOf() }] },
    component: subject,
    ...(properties.length === 0 ? {} : { properties }),
  };
  return `{
"$schema":"http://cyclonedx.org/schema/bom-1.7.schema.json",
"bomFormat":"CycloneDX",
"specVersion":"1.7",
"version":1,
"metadata":${JSON.stringify(metadata)},`;
}

/** Gazetteer's own, drawn once. */
const NAMESPACE = Buffer.from('7c25d9169e0d45e4b9a6eea99874204d', 'hex');

/** Version 5 of RFC 9562, section 5.5: the name's SHA-1 within a namespace. */
export function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
