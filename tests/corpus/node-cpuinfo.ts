import { basename } from 'node:path';
import { type Case, captured, capturedBytes, type Measure } from './measure.ts';
import { cellsOf, documentOf, member } from './node-rows.ts';

/** Levels of micro-architectures, from the processors' manuals; '' where it is no x86-64. */
const LEVELS: Record<string, string> = {
  k10: 'x86-64-v1',
  ivybridge: 'x86-64-v2',
  piledriver: 'x86-64-v2',
  haswell: 'x86-64-v3',
  broadwell: 'x86-64-v3',
  x86_64_v3: 'x86-64-v3',
  zen: 'x86-64-v3',
  alderlake: 'x86-64-v3',
  arrowlake_s: 'x86-64-v3',
  cascadelake: 'x86-64-v4',
  sapphirerapids: 'x86-64-v4',
  zen4: 'x86-64-v4',
  zen5: 'x86-64-v4',
};

/** How a line of another architecture names the core, where the file's name does not spell it so. */
const CORES: Record<string, RegExp> = {
  power7: /^POWER7\b/,
  power8le: /^POWER8/,
  power9: /^POWER9\b/,
  power10: /^POWER10\b/,
  ampere1: /^Ampere-1$/,
  ampere1a: /^Ampere-1a$/,
  thunderx2: /^ThunderX2/,
  u74mc: /u74-mc$/,
  x60: /X60$/,
};

/** The micro-architecture in the name of the file, as the facts tell it. */
function uarchOf(path: string, facts: Record<string, unknown>): Case {
  const uarch = basename(path).split('-').at(-1) ?? '';
  const level = LEVELS[uarch];
  const model = String(facts.model);
  const told = level !== undefined ? uarchByLevel(uarch, String(facts.level)) : uarchByModel(uarch, model);
  return { input: path, expected: [uarch], found: [told] };
}

function uarchByLevel(uarch: string, level: string): string {
  return LEVELS[uarch] === level ? uarch : level;
}

function uarchByModel(uarch: string, model: string): string {
  const apple = /^m\d$/.test(uarch) ? new RegExp(`${uarch}\\b|^Apple processor$`, 'i') : undefined;
  const pattern = apple ?? CORES[uarch] ?? new RegExp(`^${uarch.replace('_', '-')}$`, 'i');
  return pattern.test(model) ? uarch : model;
}

/** jc's list of blocks, beside the file or as the input itself. */
function jcCase(path: string, json: string, facts: Record<string, unknown>): Case {
  const blocks: unknown = JSON.parse(capturedBytes(json).toString('utf8'));
  const list = Array.isArray(blocks) ? blocks : [];
  const told = {
    vendor: member(list[0], 'vendor_id'),
    model: member(list[0], 'model name'),
    threads: list.length,
    sockets: new Set(list.map((one) => member(one, 'physical id'))).size,
  };
  const names = Object.keys(told);
  return { input: path, expected: cellsOf(told, names), found: cellsOf(facts, names) };
}

/** What a reader of one line finds by eye. */
function lineCase(path: string, facts: Record<string, unknown>): Case {
  const text = capturedBytes(path).toString('utf8');
  const line = (name: string) =>
    new RegExp(`^${name}[ \\t]*:[ \\t]*(.*?)[ \\t]*$`, 'm').exec(text)?.[1] ?? '';
  const processors = text.match(/^processor[ \t]*:/gm)?.length ?? 0;
  const siblings = Number(line('siblings'));
  const inFirst = text.match(new RegExp(`^physical id[ \\t]*: ${line('physical id')}$`, 'gm'))?.length ?? 0;
  const told = {
    model: line('model name') || (line('CPU part') === '0xd0c' ? 'Neoverse-N1' : ''),
    // A capture that holds fewer processors of a socket than it has was cut.
    threads: siblings > inFirst ? '' : processors,
    flags: line('flags').split(' ').includes('avx512vl') ? 'x86-64-v4' : String(facts.level),
  };
  const found = { ...facts, flags: facts.level };
  const names = Object.keys(told);
  return { input: path, expected: cellsOf(told, names), found: cellsOf(found, names) };
}

function cases(): Case[] {
  const all = captured('cpuinfo');
  return all.map(({ path, truth }) => {
    const facts = documentOf('hardware', path);
    if (truth.startsWith('os-uarch')) return uarchOf(path, facts);
    const json = path.endsWith('.json') ? path : `${path}.json`;
    if (all.some((one) => one.path === json)) return jcCase(path, json, facts);
    return lineCase(path, facts);
  });
}

export const cpuinfo: Measure[] = [
  {
    kind: 'cpuinfo',
    parser: 'hardware cpuinfo',
    truth: "the processor in the file's name, jc's JSON, the lines",
    cases,
  },
];
