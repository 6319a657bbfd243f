import { yamlValue } from '../conda/yaml.ts';
import type { FacetReading, NativeForm, NativeInput } from '../facet.ts';
import { inputText } from '../reading.ts';
import { at, isObject, jsonIn, textAt } from './json.ts';
import { Listing } from './listing.ts';
import { isLsfTable, lsidOf, readLsfTables } from './lsf.ts';
import { isPbsJson, isPbsnodes, pbsVersionOf, readPbsJson, readPbsnodes, readQueues } from './pbs.ts';
import type { Manager } from './schema.ts';
import { isShowNode, readShowNode } from './showNode.ts';
import { isShowPartition, readShowPartition } from './showPartition.ts';
import { isSinfo, readSinfo } from './sinfo.ts';
import { bareOf, countsOf, jsonRowsOf, readBare, readSonar } from './sinfoBare.ts';
import { rowTo } from './sinfoRow.ts';
import { isShowConfig, isSlurmConf, readShowConfig, readSlurmConf } from './slurmConfig.ts';
import { isSlurmJson, readSlurmJson } from './slurmJson.ts';

/** A saved text of a batch system as documents; besides what a visit stores, the state of the moment. */
function form(
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
function dataOf(text: string): unknown {
  if (values.has(text)) return values.get(text);
  const isYaml = /^\s*(?:%YAML|---|(?:!!str )?(?:meta|nodes|partitions|sinfo):)/.test(text);
  const value = isYaml ? yamlValue(text) : jsonIn(text);
  values.clear();
  values.set(text, value);
  return value;
}

const sonar = (text: string) => {
  const value = dataOf(text);
  return textAt(value, 'data', 'type') === 'cluster' && isObject(at(value, 'data', 'attributes'))
    ? at(value, 'data', 'attributes')
    : null;
};

const VERSION = /^slurm(?:-wlm)? (\d\d\.\d\d\S*)\s*$/m;

/** In this order: the most certain first. */
export const natives: NativeForm[] = [
  form(
    'slurm',
    'slurm-json',
    'Output of sinfo or scontrol show node or partition with --json or --yaml, or an answer of slurmrestd.',
    (text) => isSlurmJson(dataOf(text)),
    (text, listing, where) => {
      const value = dataOf(text);
      if (isSlurmJson(value)) readSlurmJson(value, listing, where);
    },
  ),
  form(
    'pbs',
    'pbsnodes-json',
    'Output of pbsnodes -a -F json.',
    (text) => isPbsJson(dataOf(text)),
    (text, listing, where) => {
      const value = dataOf(text);
      if (isPbsJson(value)) readPbsJson(value, listing, where);
    },
  ),
  form(
    'slurm',
    'sonar-cluster',
    'Output of sonar cluster: partitions and node states as JSON.',
    (text) => sonar(text) !== null,
    (text, listing, where) => readSonar(sonar(text), listing, where),
  ),
  form(
    'slurm',
    'sinfo-json-lines',
    'Output of sinfo -h -o with one JSON object per line.',
    (text) => jsonRowsOf(text) !== null,
    (text, listing, where) => {
      for (const { row, line, text: told } of jsonRowsOf(text)?.rows ?? [])
        rowTo(row, listing, where, line, told);
    },
  ),
  form(
    'slurm',
    'scontrol-show',
    'Output of scontrol show node, partition or config, with or without -o.',
    (text) => isShowNode(text) || isShowPartition(text) || isShowConfig(text),
    (text, listing, where) => {
      if (isShowConfig(text)) readShowConfig(text, listing);
      if (isShowNode(text)) readShowNode(text, listing, where);
      if (isShowPartition(text)) readShowPartition(text, listing, where);
    },
  ),
  form('slurm', 'sinfo', 'Output of sinfo with its header, any columns.', isSinfo, readSinfo),
  form('pbs', 'pbsnodes', 'Output of pbsnodes -a or -av, of PBS or Torque.', isPbsnodes, readPbsnodes),
  form(
    'lsf',
    'lsf',
    'Output of lsid, bhosts and lshosts.',
    (text) => isLsfTable(text) || lsidOf(text) !== null,
    (text, listing, where) => {
      listing.cluster = lsidOf(text) ?? {};
      if (isLsfTable(text)) readLsfTables(text, listing, where);
    },
  ),
  form(
    'pbs',
    'qstat-server',
    'Output of qstat -Bf, qstat -Qf or qstat --version.',
    (text) => pbsVersionOf(text) !== null || /^Queue: \S+\s*\n\s+queue_type = /m.test(text),
    (text, listing) => {
      const { queue = '', ...told } = pbsVersionOf(text) ?? {};
      listing.cluster = told;
      readQueues(text, listing);
      if (queue !== '') listing.partition(queue, { default: true });
    },
  ),
  form(
    'slurm',
    'slurm-version',
    'Output of sinfo --version.',
    (text) => text.length < 2000 && VERSION.test(text),
    (text, listing) => {
      listing.cluster = {
        product: text.includes('slurm-wlm') ? 'slurm-wlm' : 'slurm',
        version: VERSION.exec(text)?.[1] ?? '',
      };
    },
  ),
  form(
    'slurm',
    'sinfo-counts',
    'Output of sinfo -h -o %F/%C: how many nodes and CPUs there are.',
    (text) => countsOf(text) !== null,
    (text, listing) => {
      const counts = countsOf(text);
      listing.cluster = { nodeCount: counts?.nodes ?? null, cpuCount: counts?.cpus ?? null };
    },
  ),
  form(
    'slurm',
    'sinfo-bare',
    'Output of sinfo -h with columns that tell what they are: nodes and states at least.',
    (text) => bareOf(text) !== null,
    (text, listing, where) => {
      const bare = bareOf(text);
      if (bare) readBare(bare, listing, where);
    },
  ),
  form('slurm', 'slurm-conf', 'A slurm.conf, or what slurmd -C prints for one.', isSlurmConf, readSlurmConf),
];
