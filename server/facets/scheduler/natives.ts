import type { NativeForm } from '../facet.ts';
import { inputText, nativeReading, problemOf } from '../reading.ts';
import { bareOf, readBare } from './bareTable.ts';
import { at, isObject, textAt } from './json.ts';
import { isLsfTable, lsidOf, readLsfTables } from './lsf.ts';
import { isLsfJson, readLsfJson } from './lsfJson.ts';
import { dataOf, form } from './nativeForm.ts';
import { isPbsJson, isPbsnodes, pbsVersionOf, readPbsJson, readPbsnodes, readQueues } from './pbs.ts';
import { isPbsMarked, readPbsMarked } from './pbsMarked.ts';
import { isQueueTable, readQueueTable } from './pbsQueues.ts';
import { isPbsDsv, isPbsTable, readPbsDsv, readPbsTable } from './pbsTables.ts';
import { isPbsXml, readPbsXml } from './pbsXml.ts';
import { isShowNode, readShowNode } from './showNode.ts';
import { isShowPartition, readShowPartition } from './showPartition.ts';
import { isSinfo, readSinfo } from './sinfo.ts';
import { countsOf, jsonRowsOf } from './sinfoLines.ts';
import { rowTo } from './sinfoRow.ts';
import { isShowConfig, isSlurmConf, readShowConfig, readSlurmConf } from './slurmConfig.ts';
import { isSlurmJson, readSlurmJson } from './slurmJson.ts';
import { readSonar } from './sonar.ts';

const sonar = (text: string) => {
  const value = dataOf(text);
  return textAt(value, 'data', 'type') === 'cluster' && isObject(at(value, 'data', 'attributes'))
    ? at(value, 'data', 'attributes')
    : null;
};

const VERSION = /^slurm(?:-wlm)? (\d\d\.\d\d\S*)\s*$/m;

const ERROR =
  /^(?:(?:sinfo|scontrol|slurm_load_\w+|pbsnodes|qstat|lsid|bhosts|lshosts|ls_\w+|lsb_\w+)\b.*(?:error|fatal|unrecognized|illegal|fail|cannot|unable|refused)|LIM is down|.*slurm controller)/im;

/** What the programs print when they have no answer. */
const errors: NativeForm = {
  format: 'scheduler-error',
  sentence: 'What sinfo, scontrol, pbsnodes, bhosts and the like print instead of an answer.',
  recognise: (input) => inputText(input).length < 5000 && ERROR.test(inputText(input)),
  parse: (input) => {
    const text =
      inputText(input)
        .split('\n', 50)
        .find((line) => ERROR.test(line)) ?? '';
    const reading = nativeReading(input, 'scheduler-error', null, [
      problemOf('scheduler', input.name, 'scheduler-error', 0, text, text.slice(0, 200)),
    ]);
    const down = /unable to contact|refused|cannot connect|LIM is down|connect failure/i.test(text);
    return { ...reading, reason: down ? 'no-daemon' : 'error' };
  },
};

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
    'Output of pbsnodes -a -F json, with or without -S.',
    (text) => isPbsJson(dataOf(text)),
    (text, listing, where) => {
      const value = dataOf(text);
      if (isPbsJson(value)) readPbsJson(value, listing, where);
    },
  ),
  form(
    'lsf',
    'lsf-json',
    'Output of bhosts or lshosts with -o ... -json.',
    (text) => isLsfJson(dataOf(text)),
    (text, listing, where) => {
      const value = dataOf(text);
      if (isLsfJson(value)) readLsfJson(value, listing, where);
    },
  ),
  form('pbs', 'pbsnodes-xml', 'Output of pbsnodes -x of Torque.', isPbsXml, readPbsXml),
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
      const { rows, bad } = jsonRowsOf(text) ?? { rows: [], bad: [] };
      for (const { row, line, text: told } of rows) rowTo(row, listing, where, line, told);
      for (const { line, text: told } of bad)
        listing.problems.push(
          problemOf('scheduler', '', where, line, told, 'no object with nodes and a state'),
        );
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
  form(
    'pbs',
    'pbsnodes-table',
    'Output of pbsnodes -aS or -aSj, with or without -v and -L.',
    isPbsTable,
    readPbsTable,
  ),
  form('pbs', 'pbsnodes-dsv', 'Output of pbsnodes -a -F dsv, with or without -S.', isPbsDsv, readPbsDsv),
  form('pbs', 'qstat-queues', 'Output of qstat -Q or qstat -q.', isQueueTable, readQueueTable),
  form('pbs', 'pbsnodes', 'Output of pbsnodes -a or -av, of PBS or Torque.', isPbsnodes, readPbsnodes),
  form(
    'lsf',
    'lsf',
    'Output of lsid, bhosts, lshosts and bqueues.',
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
  form('pbs', 'pbsnodes-marked', 'Output of pbsnodes -l: nodes that are marked.', isPbsMarked, readPbsMarked),
  form('slurm', 'slurm-conf', 'A slurm.conf, or what slurmd -C prints for one.', isSlurmConf, readSlurmConf),
  errors,
];
