import { yamlValue } from '../conda/yaml.ts';
import type { FacetReading, NativeForm, NativeInput } from '../facet.ts';
import { inputText } from '../reading.ts';
import { jsonIn } from './json.ts';
import { Listing } from './listing.ts';
import type { Manager } from './schema.ts';

/** A saved text of a batch system as documents; besides what a visit stores, the state of the moment. */
export function form(
  manager: Manager,
  format: string,
  sentence: string,
  recognise: (text: string) => boolean,
  read: (text: string, listing: Listing, where: string) => void,
): NativeForm {
  return {
    format,
    sentence,
    recognise: (input) => recognise(inputText(input)),
    parse: (input) => {
      const listing = new Listing(manager);
      read(inputText(input), listing, format);
      return reading(input, format, listing);
    },
  };
}

function reading(input: NativeInput, format: string, listing: Listing): FacetReading {
  const parts = input.files.map((file) => ({ name: file.path, bytes: file.bytes }));
  const evidence = { name: `${format} ${input.name}`, parts };
  const items = listing.documents(true).map((one) => ({ ...one, evidence }));
  const some = items.length > 0 || Object.values(listing.cluster).some((value) => value !== '');
  const problems = listing.problems.map((one) => ({ ...one, where: one.where || input.name }));
  const mount = { point: '-', fstype: '-', source: '-', inode: '-' };
  return {
    node: some ? { facts: listing.clusterFacts(), evidence } : null,
    outcome: some ? 'present' : 'failed',
    reason: some ? '' : 'unreadable',
    message: some ? '' : (problems[0]?.message ?? `nothing of the form ${format} was found`),
    roots:
      items.length === 0
        ? []
        : [
            {
              kind: listing.manager,
              path: '',
              mount,
              key: '',
              outcome: 'present',
              reason: '',
              message: '',
              items,
              unread: [],
            },
          ],
    problems,
  };
}

/** The JSON or YAML of a text, parsed once for all forms that look at it. */
const values = new Map<string, unknown>();
export function dataOf(text: string): unknown {
  if (values.has(text)) return values.get(text);
  // Most texts are none, and need not be looked at twice.
  if (!/(?:^|[\s"'])(?:nodes|partitions|sinfo|meta|data|RECORDS)["']?\s*:/m.test(text)) return undefined;
  const isYaml = /^\s*(?:%YAML|---|(?:!!str )?(?:meta|nodes|partitions|sinfo):)/.test(text);
  const value = isYaml ? yamlValue(text) : jsonIn(text);
  values.clear();
  values.set(text, value);
  return value;
}
